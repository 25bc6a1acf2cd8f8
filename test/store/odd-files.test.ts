import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ContactRecord } from '../../src/contract/contact.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { systemRandom } from '../../src/core/time/random.js';
import { createCheckpointFile } from '../../src/store/persistence/checkpoint.js';
import { storeVersion } from '../../src/store/persistence/migrations.js';
import { openStore } from '../../src/store/store.js';
import { useDirectory } from '../support/process.js';

const open = (dir: string) =>
  openStore({ dir, random: systemRandom, timers: systemTimers, log: () => undefined });

const contact = (n: number): ContactRecord => ({
  ...{ id: `contact_0000000${n}`, email: `n${n}@x.test`, first_name: 'Zoé', last_name: null, phone: null },
  ...{ company: null, tags: [], custom_fields: {}, status: 'active' },
  ...{ subscribed_at: 1, created_at: 1, updated_at: 1 },
});

/** A workspace whose commits stand in its checkpoint or in its journal. */
async function useStore(
  where: 'db.json' | 'journal.jsonl',
): Promise<{ dir: string; path: string; text: string }> {
  const dir = join(await useDirectory(), 'default');
  const store = await open(dir);
  for (const n of [1, 2]) store.commit((tx) => tx.put('contacts', contact(n)));
  store.commit((tx) =>
    tx.put('campaigns', {
      ...{ id: 'campaign_aaaaaaaa', name: 'n', subject: 's', from_name: null, from_email: 'f@x.test' },
      ...{ reply_to: null, content: { html: null, text: 't' }, send_time: null, status: 'draft' },
      recipients: { type: 'all', tags: [], exclude_tags: [] },
      settings: { track_opens: true, track_clicks: true, google_analytics: false },
      ...{ recipient_count: 0, created_at: 1, updated_at: 1, sent_at: null, last_start: null },
    }),
  );
  await store.durable();
  await store.close({ checkpoint: where === 'db.json' });
  const path = join(dir, where);
  return { dir, path, text: await readFile(path, 'utf8') };
}

/** Why the store does not open; its file is as it was. */
async function faultOf({ dir, path }: { dir: string; path: string }, spoilt: string): Promise<string> {
  await writeFile(path, spoilt);
  const fault = await open(dir).then(
    (store) => store.close({ checkpoint: false }).then(() => 'taken'),
    ({ message }: Error) => message,
  );
  expect(await readFile(path, 'utf8')).toBe(spoilt);
  expect(fault).not.toContain('\n');
  return fault;
}

const twin = JSON.stringify({ ...contact(3), email: 'N1@x.test' });

describe('a db.json that somebody edited stops the start, with file, place and field', () => {
  const faults: [name: string, spoil: (text: string) => string, said: RegExp][] = [
    [
      'two contacts with one address',
      (text) => text.replace('"contacts": [\n', `$&${twin},\n`),
      /db\.json: has two rows of "contacts" with the same "email": contact_00000003 and contact_00000001\./,
    ],
    [
      'a table that stands twice',
      (text) => text.replace(/"contacts": \[\n[^]*?\n\],\n/, '$&$&'),
      /db\.json \(line \d+\): contacts stands twice\./,
    ],
    [
      'a number of the last commit that stands twice',
      (text) => text.replace(/"seq": \d+,\n/, '$&$&'),
      /db\.json \(line 4\): seq stands twice\./,
    ],
    [
      'a field of a row that stands twice',
      (text) => text.replace('"status":"active"', '$&,"status":"unsubscribed"'),
      /db\.json \(line \d+\): contacts\[0\]\.status stands twice\./,
    ],
    [
      'a field within a row that stands twice',
      (text) => text.replace('"track_opens":true', '$&,"track_opens":false'),
      /db\.json \(line \d+\): campaigns\[0\]\.settings\.track_opens stands twice\./,
    ],
    [
      'words behind its end',
      (text) => `${text}and more`,
      /db\.json \(line \d+\): is not valid JSON: unexpected "and more"\./,
    ],
    [
      'a line behind its end',
      (text) => `${text}{}\n`,
      /db\.json \(line \d+\): is not valid JSON: unexpected "{}"\./,
    ],
    ['a second end', (text) => `${text}}\n`, /db\.json \(line \d+\): is not valid JSON: unexpected "}"\./],
    [
      'a byte order mark',
      (text) => `\ufeff${text}`,
      /db\.json \(line 1\): begins with a byte order mark; expected UTF-8 without one\./,
    ],
    [
      'a cut end',
      (text) => text.slice(0, -20),
      /db\.json \(line \d+\): is not valid JSON: it ends too early\./,
    ],
    [
      'a control character',
      (text) => text.replace('n1@x.test', 'n1\u0001@x.test'),
      /db\.json \(line \d+\): is not valid JSON: unexpected "/,
    ],
    [
      'a negative count',
      (text) => text.replace('"recipient_count":0', '"recipient_count":-1'),
      /db\.json \(campaigns\[0\]\): has a bad row: campaigns\.recipient_count: Expected at least 0\./,
    ],
    [
      'a count from which none can be counted on',
      (text) => text.replace('"recipient_count":0', '"recipient_count":9007199254740991'),
      /campaigns\.recipient_count: Expected at most 4503599627370496\./,
    ],
    [
      'a time that no date has',
      (text) => text.replace('"updated_at":1', '"updated_at":8640000000000001'),
      /contacts\.updated_at: Expected a time in milliseconds since 1970, at most 8640000000000000\./,
    ],
    [
      'a time before all',
      (text) => text.replace('"updated_at":1', '"updated_at":-99999999999999'),
      /contacts\.updated_at: Expected a time in milliseconds since 1970, from the year 0000 on\./,
    ],
    [
      'a field of a wrong type',
      (text) => text.replace('"updated_at":1', '"updated_at":"now"'),
      /contacts\.updated_at: Expected a number, got a string\./,
    ],
  ];
  it.each(faults)('%s', async (_name, spoil, said) => {
    const store = await useStore('db.json');
    const spoilt = spoil(store.text);
    expect(spoilt).not.toBe(store.text);
    const fault = await faultOf(store, spoilt);
    expect(fault).toMatch(said);
    expect(fault).toMatch(
      / Mend the file, restore it from a copy, or move it away.*; nothing was changed\.$/,
    );
    // A snapshot has the same file.
    await expect(createCheckpointFile(store.dir).readWhole()).rejects.toThrow(said);
  });

  it('one with blank lines behind its end, or without the last line end, is read', async () => {
    const store = await useStore('db.json');
    expect(await faultOf(store, `${store.text}\n\n`)).toBe('taken');
    expect(await faultOf(store, store.text.trimEnd())).toBe('taken');
  });

  it('one that was being written while a contact made way for another of its address is read', async () => {
    const store = await useStore('db.json');
    const seq = Number(/"seq": (\d+)/.exec(store.text)?.[1]);
    const gone = JSON.stringify({
      version: storeVersion,
      seq: seq + 1,
      ops: [['contacts', 'contact_00000001']],
    });
    await writeFile(join(store.dir, 'journal.jsonl'), `${gone}\n`);
    const both = store.text.replace('"contacts": [\n', `$&${twin},\n`);
    expect(await faultOf(store, both)).toBe('taken');
  });
});

describe('a journal that somebody edited stops the start, with file and line', () => {
  const withoutSums = (text: string) => text.replace(/,"crc":"\w+"/g, '');
  const lines = (text: string, at: readonly number[]) => at.map((n) => `${text.split('\n')[n]}\n`).join('');
  const faults: [name: string, spoil: (text: string) => string, said: RegExp][] = [
    [
      'lines out of order',
      (text) => lines(text, [0, 2, 1]),
      /journal\.jsonl \(line 3\): has the "seq" 2, which is not above that of the line before it \(3\)\./,
    ],
    [
      'a line that stands twice',
      (text) => lines(text, [0, 1, 1, 2]),
      /journal\.jsonl \(line 3\): has the "seq" 2, which is not above that of the line before it \(2\)\./,
    ],
    [
      'a number that stands twice',
      (text) => withoutSums(text).replace('"seq":2', '$&,"seq":3'),
      /journal\.jsonl \(line 2\): seq stands twice\./,
    ],
    [
      'a field that stands twice',
      (text) => withoutSums(text).replace('"status":"active"', '$&,"status":"unsubscribed"'),
      /journal\.jsonl \(line 1\): ops\[0\]\[1\]\.status stands twice\./,
    ],
    [
      'a contact with the address of another',
      (text) => withoutSums(text).replace('n2@x.test', 'N1@x.test'),
      /journal\.jsonl: has two rows of "contacts" with the same "email": contact_00000001 and contact_00000002\./,
    ],
    [
      'a byte order mark',
      (text) => `\ufeff${text}`,
      /journal\.jsonl \(line 1\): begins with a byte order mark/,
    ],
    ['nothing but null', (text) => `null\n${text}`, /journal\.jsonl \(line 1\): is not a commit/],
    [
      'words behind a commit',
      (text) => text.replace('\n', 'more\n'),
      /journal\.jsonl \(line 1\): is not valid JSON: unexpected "more"\./,
    ],
    [
      'a negative number of a commit',
      (text) => withoutSums(text).replace('"seq":1', '"seq":-1'),
      /journal\.jsonl \(line 1\): has a bad "seq": expected a whole number from 0/,
    ],
  ];
  it.each(faults)('%s', async (_name, spoil, said) => {
    const store = await useStore('journal.jsonl');
    const spoilt = spoil(store.text);
    expect(spoilt).not.toBe(store.text);
    const fault = await faultOf(store, spoilt);
    expect(fault).toMatch(said);
    expect(fault).toMatch(/nothing was changed\.$/);
  });
});
