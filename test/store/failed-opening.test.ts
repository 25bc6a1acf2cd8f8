import { mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWorkspaces } from '../../src/app/workspaces.js';
import type { MailRoute, OutgoingMail } from '../../src/app/outgoing-mail.js';
import type { Settings } from '../../src/config/settings.js';
import { startEmulator } from '../../src/index.js';
import { useDiskFault } from '../support/disk-fault.js';
import { useDirectory } from '../support/process.js';
import { sendMails } from '../support/send-mails.js';

/** Files below a directory that this process has open; none are known of where the system does not list them. */
async function openBelow(dir: string): Promise<string[]> {
  const folder = '/proc/self/fd';
  const ids = await readdir(folder).catch(() => []);
  const paths = await Promise.all(ids.map((id) => readlink(join(folder, id)).catch(() => '')));
  return paths.filter((path) => path.startsWith(dir));
}

/** A directory in which one emulator has left a mail. */
async function useFilled(): Promise<{ dir: string; workspace: string }> {
  const dir = await useDirectory();
  const emulator = await startEmulator({ data: dir });
  await sendMails(emulator, ['Kept']);
  await emulator.inbox.waitFor({ subject: 'Kept' });
  await emulator.stop();
  return { dir, workspace: join(dir, 'workspaces', 'default') };
}

it.each<[what: string, spoil: (workspace: string) => Promise<void>]>([
  [
    'the texts of the search',
    async (workspace) => {
      const path = join(workspace, 'search', 'texts');
      await rm(path);
      await mkdir(path);
    },
  ],
  [
    'the Bloom filters of the search',
    async (workspace) => {
      const path = join(workspace, 'search', 'signatures');
      await rm(path);
      await mkdir(path);
    },
  ],
  [
    'a file of raw mail behind another',
    async (workspace) => {
      const mail = join(workspace, 'mail');
      await writeFile(join(mail, '00000002.mail'), await readFile(join(mail, '00000001.mail')));
      let reads = 0;
      useDiskFault('readSync', 'EIO', () => (reads += 1) > 1);
    },
  ],
  [
    'the folder of the mail of a state that takes the place of a loading that was cut off',
    async (workspace) => {
      const mark = { id: 'loading', keys: [], webhooks: [], before: [] };
      const line = JSON.stringify({ seq: 900, ops: [['meta', mark]] });
      await writeFile(join(workspace, 'journal.jsonl'), `${line}\n`);
      useDiskFault('lstatSync', 'EIO', (path) => path === join(workspace, 'mail.1'));
    },
  ],
])('a start that fails at %s leaves no file open', async (_what, spoil) => {
  const { dir, workspace } = await useFilled();
  await spoil(workspace);
  await expect(startEmulator({ data: dir })).rejects.toThrow();
  expect(await openBelow(dir)).toEqual([]);
});

/** Workspaces in a directory, and which routes of their mail are open; `close` is what closing one does besides. */
async function useWorkspaces(close: () => void = () => undefined) {
  const data = await useDirectory();
  const routes = new Set<string>();
  const outgoingMail: Partial<OutgoingMail> = {
    openRoute(id) {
      routes.add(id);
      const route: Partial<MailRoute> = {
        close() {
          routes.delete(id);
          close();
        },
      };
      return route as MailRoute;
    },
  };
  const settings: Partial<Settings> = { memory: false, data };
  const workspaces = createWorkspaces({
    settings: settings as Settings,
    log: () => undefined,
    publicUrl: () => '',
    outgoingMail: outgoingMail as OutgoingMail,
    callApi: () => Promise.reject(new Error('not asked for')),
  });
  return { workspaces, routes, root: join(data, 'workspaces') };
}

it('a workspace that cannot be opened keeps no route for its mail', async () => {
  const { workspaces, routes, root } = await useWorkspaces();
  await mkdir(join(root, 'default'), { recursive: true });
  await writeFile(join(root, 'default', 'db.json'), 'no JSON');
  await expect(workspaces.openAll()).rejects.toThrow(/is not valid JSON/);
  expect(routes).toEqual(new Set());
  await workspaces.stop();
});

it('a workspace that could not be closed cleanly is dropped all the same', async () => {
  const { workspaces, root } = await useWorkspaces(() => {
    throw new Error('not closed');
  });
  const { id } = await workspaces.create();
  expect(await readdir(root)).toEqual([id]);
  await expect(workspaces.drop(id)).rejects.toThrow('not closed');
  expect(await readdir(root)).toEqual([]);
  await workspaces.stop();
});
