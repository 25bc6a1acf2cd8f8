import type { Command } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { eventsCommand } from '../../src/cli/events.js';
import { faultsCommand } from '../../src/cli/faults.js';
import { inboxCommand } from '../../src/cli/inbox.js';
import { keysCommand } from '../../src/cli/keys.js';
import { snapshotCommand } from '../../src/cli/snapshot.js';
import { suppressionsCommand } from '../../src/cli/suppressions.js';
import { webhooksCommand } from '../../src/cli/webhooks.js';
import { workspacesCommand } from '../../src/cli/workspaces.js';
import type { Connection } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

const { isTTY, columns, hasColors } = process.stdout;
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(process.stdout, { isTTY, columns, hasColors });
});

/** What a command prints on a terminal of so many columns. */
async function printed(command: Command, words: readonly string[], width: number): Promise<string> {
  let text = '';
  Object.assign(process.stdout, { isTTY: true, columns: width, hasColors: () => false });
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  await command.parseAsync(words, { from: 'user' });
  vi.restoreAllMocks();
  return text;
}

const longUrl = 'http://127.0.0.1:9/webhooks/maildrone/of-an-application-with-a-long-name?tenant=1';
const longAddress = `${'somebody'.repeat(7)}@a-company-with-a-long-name.example.com`;

/** Each list of the command line, and what one copies from it. */
const lists: Readonly<
  Record<string, { command: () => Command; words: string[]; copied: (c: Connection) => Promise<string[]> }>
> = {
  inbox: {
    command: inboxCommand,
    words: ['list'],
    copied: async ({ inbox }) => (await inbox.list()).map(({ id }) => id),
  },
  events: {
    command: eventsCommand,
    words: [],
    copied: async ({ events }) => (await events.list()).map(({ data }) => data.message_id),
  },
  webhooks: {
    command: webhooksCommand,
    words: ['list'],
    copied: async ({ webhooks }) => (await webhooks.list()).flatMap(({ id, url }) => [id, url]),
  },
  deliveries: {
    command: webhooksCommand,
    words: ['deliveries'],
    copied: async ({ webhooks }) => (await webhooks.deliveries()).map(({ id }) => id),
  },
  faults: {
    command: faultsCommand,
    words: ['list'],
    copied: async ({ faults }) => (await faults.list()).map(({ id }) => id),
  },
  keys: {
    command: keysCommand,
    words: ['list'],
    copied: async ({ keys }) => (await keys.list()).map(({ id }) => id),
  },
  suppressions: {
    command: suppressionsCommand,
    words: ['list'],
    copied: async ({ suppressions }) =>
      (await suppressions.list()).flatMap(({ address, message_id }) => [
        address,
        ...(message_id ? [message_id] : []),
      ]),
  },
  snapshots: {
    command: snapshotCommand,
    words: ['list'],
    copied: async ({ snapshots }) => (await snapshots.list()).map(({ name }) => name),
  },
  workspaces: {
    command: workspacesCommand,
    words: ['list'],
    copied: () => Promise.resolve(['default']),
  },
};

it('a terminal of any width shows whole what one copies from a list', async () => {
  const emulator = await useEmulator();
  await emulator.webhooks.add({ url: longUrl, retries: 'none' });
  for (const to of ['jane+bounce@example.com', longAddress]) {
    const body = { from_email: 'shop@shop.test', to, subject: 'Hello '.repeat(30), content: { text: 'x' } };
    await callApi(emulator, '/emails', { method: 'POST', body });
  }
  await emulator.webhooks.waitFor();
  await emulator.faults.add({
    match: { path: '/v2/contacts/*/and/much/more/of/it' },
    respond: { status: 500 },
  });
  await emulator.keys.create({ name: 'x'.repeat(100), permissions: ['contacts:read', 'analytics:read'] });
  await emulator.suppressions.add(longAddress);
  await emulator.snapshots.save('a'.repeat(60));
  for (const [name, { command, words, copied }] of Object.entries(lists)) {
    const ids = await copied(emulator);
    expect(ids.length, name).toBeGreaterThan(0);
    for (const width of [40, 60, 80]) {
      const lines = (await printed(command(), [...words, '--url', emulator.url], width)).split('\n');
      for (const id of ids)
        expect(
          lines.some((line) => line.split(' ').includes(id)),
          `${id} of ${name} in ${width} columns`,
        ).toBe(true);
    }
  }
});
