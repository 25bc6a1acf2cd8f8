import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ContactRecord } from '../../src/contract/contact.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { systemRandom } from '../../src/core/time/random.js';
import { isCutLine } from '../../src/store/persistence/journal-reader.js';
import { openStore } from '../../src/store/store.js';
import type { OpenStore } from '../../src/store/store.js';
import { useDirectory } from '../support/process.js';

async function open(dir: string): Promise<{ store: OpenStore; log: string[] }> {
  const log: string[] = [];
  const store = await openStore({
    dir,
    random: systemRandom,
    timers: systemTimers,
    log: (_level, line) => log.push(line),
  });
  return { store, log };
}

const contact = (n: number): ContactRecord => ({
  ...{ id: `contact_0000000${n}`, email: `n${n}@x.test`, first_name: 'Zoé', last_name: null, phone: null },
  ...{ company: null, tags: [], custom_fields: {}, status: 'active' },
  ...{ subscribed_at: 1, created_at: 1, updated_at: 1 },
});

/** A workspace whose commits stand in its journal (`db: false`) or in its checkpoint. */
async function useStore(db: boolean): Promise<string> {
  const dir = join(await useDirectory(), 'default');
  const { store } = await open(dir);
  for (const n of [1, 2, 3]) store.commit((tx) => tx.put('contacts', contact(n)));
  await store.durable();
  await store.close({ checkpoint: db });
  return dir;
}

/** Makes `dir` a copy of a sample again. What is in it goes, not the folder itself: to remove folders is slow. */
function renew(dir: string, sample: string): void {
  mkdirSync(dir, { recursive: true });
  for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true });
  cpSync(sample, dir, { recursive: true });
}

describe('whatever byte of the state is changed', () => {
  it.each([
    ['journal.jsonl', false, 0x01],
    ['journal.jsonl', false, 0x80],
    // No checksum: it may be edited by hand.
    ['db.json', true, 0x01],
  ])(
    '%s stays as it is, and stops the start unless a value is another now (checkpoint %s, by %i)',
    async (file, db, mask) => {
      const sample = await useStore(db);
      const bytes = await readFile(join(sample, file));
      const dir = join(await useDirectory(), 'default');
      let stops = 0;
      // With the digit of an older version it is a state of that version: taken, and written anew.
      const isVersion = (at: number) => db && bytes.subarray(at - 11, at).toString() === '"version": ';
      for (let at = 0; at < bytes.length; at += 1) {
        if (isVersion(at) && mask === 0x01) continue;
        renew(dir, sample);
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ mask;
        writeFileSync(join(dir, file), damaged);
        const opened = await open(dir).catch((error: Error) => error);
        if (opened instanceof Error) {
          stops += 1;
          expect(opened.message, `byte ${at}`).toContain(join(dir, file));
        } else {
          // The byte belongs to a value that is another now. No row is lost.
          expect(db, `byte ${at}`).toBe(true);
          expect(opened.log, `byte ${at}`).toEqual([]);
          expect([...opened.store.contacts.values()].length, `byte ${at}`).toBe(3);
          await opened.store.close({ checkpoint: false });
        }
        expect(readFileSync(join(dir, file)).equals(damaged), `byte ${at}`).toBe(true);
      }
      expect(stops).toBeGreaterThan(db ? bytes.length / 4 : 0);
    },
  );
});

describe('the end of a journal without a line end', () => {
  const line = Buffer.from(`{"version":2,"seq":7,"ops":[["contacts",{"a":"é \\" ] }","b":[1,{}]}]]}`);

  it('is a commit that a kill cut off, wherever', () => {
    for (let length = 1; length <= line.length; length += 1)
      expect(isCutLine(line.subarray(0, length)), `${length}`).toBe(true);
  });

  it.each([
    ['a line end that became another byte', Buffer.concat([line, Buffer.from('\x0b')])],
    ['a line end that became a letter', Buffer.concat([line, Buffer.from('J')])],
    ['two commits', Buffer.concat([line, line])],
    ['zeros behind it', Buffer.concat([line.subarray(0, 30), Buffer.alloc(20)])],
    ['zeros alone', Buffer.alloc(20)],
    ['brackets that do not match', Buffer.from('{"seq":1,"ops":[}')],
    ['something else', Buffer.from('notes of the user')],
  ])('is not: %s', async (_what, end) => {
    expect(isCutLine(end)).toBe(false);
    const dir = await useStore(false);
    const path = join(dir, 'journal.jsonl');
    const damaged = Buffer.concat([await readFile(path), end]);
    await writeFile(path, damaged);
    await expect(open(dir)).rejects.toThrow(
      /journal\.jsonl \(line 4\): is no commit\. .* nothing was changed\./,
    );
    expect((await readFile(path)).equals(damaged)).toBe(true);
    expect((await readdir(dir)).sort()).toEqual(['.maildrone-emulator', 'journal.jsonl']);
  });

  it('is not in a journal that others followed', async () => {
    const dir = await useStore(false);
    const bytes = await readFile(join(dir, 'journal.jsonl'));
    await writeFile(join(dir, 'journal.1.jsonl'), bytes.subarray(0, 40));
    await expect(open(dir)).rejects.toThrow(/journal\.1\.jsonl: is cut off in its last line, though/);
    expect(await readFile(join(dir, 'journal.1.jsonl'))).toEqual(bytes.subarray(0, 40));
  });
});
