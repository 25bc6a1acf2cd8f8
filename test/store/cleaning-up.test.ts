import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../src/contract/ids.js';
import type { Logger } from '../../src/contract/logger.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { systemRandom } from '../../src/core/time/random.js';
import { registeredIn, registerGone, registerMade, writeMark } from '../../src/store/files/register.js';
import { createMemoryBlobs } from '../../src/store/mail/blobs.js';
import { createMailFolder } from '../../src/store/mail/segment-folder.js';
import { openMailTexts } from '../../src/store/search/mail-texts.js';
import { openStore } from '../../src/store/store.js';
import { openSnapshots } from '../../src/store/transfer/snapshots.js';
import { useDiskFault } from '../support/disk-fault.js';
import { useDirectory } from '../support/process.js';

const idOf = (n: number): MessageId => `email_${String(n).padStart(8, '0')}`;
const full = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const others = ['EACCES', 'EIO', 'EROFS', 'EMFILE'];

interface Given {
  dir: string;
  log: Logger;
  code: string;
}

/** Leaves something to be cleaned up, which then fails once with `code`. Answers how it is tried once more. */
type Work = (given: Given) => Promise<() => Promise<unknown>>;

/** Of a file of 36 MB one small mail is left, which is to move to the next file. */
const wornMail: Work = async ({ dir, log, code }) => {
  const folder = createMailFolder({ root: join(dir, 'mail'), log });
  await folder.put(idOf(0), Buffer.from('small'));
  for (let n = 1; n < 10; n += 1) await folder.put(idOf(n), Buffer.alloc(4 * 1024 * 1024));
  const fault = useDiskFault('writevSync', code);
  for (let n = 1; n < 10; n += 1) await folder.remove(idOf(n));
  // On a full disk it is tried again each time that mail goes.
  if (full.includes(code)) expect(fault.count).toBeGreaterThan(1);
  else expect(fault.count).toBe(1);
  fault.end();
  return async () => {
    await folder.put(idOf(10), Buffer.from('another'));
    await folder.close();
  };
};

/** More texts than are in use, which are to be written to new files. */
const wornTexts: Work = async ({ dir, log, code }) => {
  const texts = await openMailTexts(dir, log, 100);
  const fault = useDiskFault('lstatSync', code, (path) => /\.tmp$/.test(String(path)));
  for (let round = 0; fault.count === 0; round += 1) {
    texts.put(idOf(0), `${round} ${'words '.repeat(50_000)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  fault.end();
  return async () => {
    for (let round = 0; round < 40; round += 1) {
      texts.put(idOf(0), `${round} ${'words '.repeat(50_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await texts.close();
  };
};

/** Removed texts, which are to be noted at the end. */
const removedTexts: Work = async ({ dir, log, code }) => {
  const texts = await openMailTexts(dir, log);
  texts.put(idOf(0), 'words '.repeat(25_000));
  await expect.poll(() => stat(join(dir, 'search', 'texts')).then(({ size }) => size)).toBe(150_000);
  texts.remove(idOf(0));
  const fault = useDiskFault('writevSync', code);
  await texts.close();
  expect(fault.count).toBe(1);
  fault.end();
  return () => Promise.resolve();
};

describe('what can be cleaned up later needs no word while the disk is full; any other fault is logged once', () => {
  const works = Object.entries({ wornMail, wornTexts, removedTexts });
  it.each(works.flatMap(([name, work]) => [...full, ...others].map((code) => [name, code, work] as const)))(
    '%s: %s',
    async (_name, code, work) => {
      const lines: string[] = [];
      const dir = await useDirectory();
      const again = await work({ dir, code, log: (_level, line) => lines.push(line) });
      await again();
      if (full.includes(code)) expect(lines).toEqual([]);
      else expect(lines).toEqual([expect.stringContaining(code) as string]);
    },
  );

  it('a file of mail that stays for another reason than a full disk is left to the next start', async () => {
    const names = async (code: string) => {
      const dir = await useDirectory();
      await (
        await wornMail({ dir, code, log: () => undefined })
      )();
      return readdir(join(dir, 'mail'));
    };
    expect(await names('ENOSPC')).toEqual(['00000003.mail']);
    expect(await names('EIO')).toEqual(['00000001.mail', '00000003.mail']);
  });

  it('the register notes on a full disk what it can, and any other fault is an error', async () => {
    const dir = await useDirectory();
    await writeMark(dir);
    registerMade(dir, 'mail.1');
    for (const code of [...full, ...others]) {
      const fault = useDiskFault('writeSync', code);
      const note = () => registerGone(dir, 'mail.1');
      if (full.includes(code)) note();
      else expect(note).toThrow(code);
      fault.end();
    }
    expect([...(await registeredIn(dir))]).toEqual(['mail.1']);
    registerGone(dir, 'mail.1');
    expect([...(await registeredIn(dir))]).toEqual([]);
  });
});

it('the files of a former snapshot that cannot be deleted are logged, and removed at the next start', async () => {
  const dir = await useDirectory();
  const lines: string[] = [];
  const log: Logger = (_level, line) => lines.push(line);
  await writeMark(dir);
  const store = await openStore({ dir: null, random: systemRandom, timers: systemTimers, log });
  const snapshots = await openSnapshots(dir, log);
  const save = () =>
    snapshots.save(
      {
        name: 'base',
        created_at: 0,
        counts: { contacts: 0, campaigns: 0, messages: 0, unread: 0, events: 0 },
      },
      { tables: store.capture(), mail: createMemoryBlobs().pin() },
    );
  await save();
  const fault = useDiskFault('lstatSync', 'EIO', (path) => String(path).endsWith('base.1.gone'));
  await save();
  await expect
    .poll(() => lines)
    .toEqual([expect.stringMatching(/base\.1\.gone: what is deleted stays until the next start: EIO/)]);
  fault.end();
  expect(await readdir(join(dir, 'snapshots'))).toEqual(['base.1.gone', 'base.2']);
});
