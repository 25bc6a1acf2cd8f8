import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { ContactRecord } from '../../src/contract/contact.js';
import type { MessageRecord } from '../../src/contract/message.js';
import { tableNames } from '../../src/contract/tables.js';
import { newContact } from '../../src/core/contacts/new-contact.js';
import { newMessage } from '../../src/core/messages/new-message.js';
import { indexMail } from '../../src/core/inbox/index-mail.js';
import { encodeHead, lineEnd } from '../../src/store/mail/segment-format.js';
import { storeVersion } from '../../src/store/persistence/migrations.js';
import { bloomHasher } from '../../src/store/search/bloom-filters.js';
import { openMailTexts } from '../../src/store/search/mail-texts.js';

const start = Date.UTC(2024, 2, 20);
const firstNames = 'Ada Grace Linus Barbara Edsger Donald Alan Katherine Dennis Radia'.split(' ');
const lastNames = 'Lovelace Hopper Torvalds Liskov Dijkstra Knuth Turing Johnson Ritchie Perlman'.split(' ');
const syllables = 'ba co di fu ga he ji ko lu ma ne po qui ra se to vu wa xe yo za bri cla dro fle'.split(
  ' ',
);

/** Choices that are the same in every run. */
export function choices(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const idOf = (n: number): string => n.toString(36).padStart(8, '0');
const wordOf = (n: number): string =>
  [n % 25, Math.floor(n / 25) % 25, Math.floor(n / 625) % 25].map((part) => syllables[part]).join('');

const words = Array.from({ length: 15_625 }, (_, n) => wordOf(n));

/** Words as a language has them: few of them often, most of them rarely. */
export function textOf(next: (below: number) => number, characters: number): string {
  let text = '';
  while (text.length < characters)
    text += `${words[Math.floor(words.length * (next(1_000_000) / 1_000_000) ** 3)]} `;
  return text;
}

export function contactOf(n: number): ContactRecord {
  const at = start + n * 1000;
  const first_name = firstNames[n % 10] ?? '';
  const last_name = lastNames[Math.floor(n / 10) % 10] ?? '';
  return newContact({
    id: `contact_${idOf(n)}`,
    email: `${first_name}.${last_name}.${n}@example.com`.toLowerCase(),
    first_name,
    last_name,
    phone: `+1-555-${String(n).padStart(6, '0')}`,
    company: `Company ${n % 5000}`,
    tags: [n % 2 ? 'active' : 'new', ...(n % 10 === 0 ? ['vip'] : []), `city-${n % 50}`],
    custom_fields: { customer_level: n % 3 ? 'silver' : 'gold', last_purchase: '2024-03-15' },
    status: n % 20 === 7 ? 'unsubscribed' : 'active',
    created_at: at,
  });
}

/** The bytes of a mail: short ones, so that a million of them are written in some seconds. */
const rawOf = (n: number): Buffer =>
  Buffer.from(
    `From: shop@example.com\r\nTo: user${n}@example.com\r\nSubject: Order ${n} is on its way\r\n\r\nThank you for your order.\r\n`,
  );

export function messageOf(n: number): MessageRecord {
  const address = `user${n}@example.com`;
  const at = start + n * 500;
  return newMessage({
    id: `email_${idOf(n)}`,
    seq: n + 1,
    kind: 'smtp',
    campaign_id: n % 4 ? `campaign_${idOf(n % 40)}` : null,
    from: { name: 'The Shop', address: 'shop@example.com' },
    to: [{ name: '', address }],
    subject: `Order ${n} is on its way`,
    preview: 'Thank you for your order. It left our house this morning and is on its way to you.',
    size: rawOf(n).length,
    status: n % 50 ? 'delivered' : 'bounced',
    unread: n % 3 === 0,
    envelope: { from: 'shop@example.com', to: [address] },
    stored: true,
    attempts: 1,
    reply: { code: 250, status: '2.0.0', text: 'OK' },
    sent_at: at,
    received_at: at,
  });
}

/** Writes a `db.json` with so many rows, and the bytes of the mails, into the default workspace of a data directory. */
export async function fillDirectory(
  data: string,
  { contacts, messages }: { contacts: number; messages: number },
): Promise<string> {
  const dir = join(data, 'workspaces', 'default');
  await mkdir(dir, { recursive: true });
  const file = await open(join(dir, 'db.json'), 'w');
  await file.write(`{\n"version": ${storeVersion},\n"seq": ${messages + 1}`);
  for (const table of tableNames) {
    await file.write(`,\n"${table}": [`);
    const count = table === 'contacts' ? contacts : table === 'messages' ? messages : 0;
    for (let from = 0; from < count; from += 1000) {
      const rows = Array.from({ length: Math.min(1000, count - from) }, (_, n) =>
        JSON.stringify(table === 'contacts' ? contactOf(from + n) : messageOf(from + n)),
      );
      await file.write(`${from === 0 ? '' : ','}\n${rows.join(',\n')}`);
    }
    await file.write('\n]');
  }
  await file.write('\n}\n');
  await file.close();
  if (messages > 0) await fillMail(dir, messages);
  return dir;
}

const mailsInFile = 100_000;

/** Writes the bytes of so many mails as the store has them. */
async function fillMail(dir: string, messages: number): Promise<void> {
  await mkdir(join(dir, 'mail'));
  for (let from = 0, number = 1; from < messages; from += mailsInFile, number += 1) {
    const file = await open(join(dir, 'mail', `${String(number).padStart(8, '0')}.mail`), 'w');
    for (let n = from; n < Math.min(messages, from + mailsInFile); n += 1000) {
      const mails = Array.from({ length: Math.min(1000, messages - n) }, (_, index) => {
        const raw = rawOf(n + index);
        const head = encodeHead({ id: messageOf(n + index).id, bytes: raw.length, checksum: crc32(raw) });
        return Buffer.concat([head, raw, Buffer.of(lineEnd)]);
      });
      await file.write(Buffer.concat(mails));
    }
    await file.close();
  }
}

/** The searched texts of these messages; one in a thousand has the word "gooseberry". */
export async function fillTexts(dir: string, messages: number, characters: number): Promise<void> {
  const texts = await openMailTexts(dir, () => undefined);
  const next = choices(11);
  for (let n = 0; n < messages; n += 1) {
    const row = messageOf(n);
    const extra = n % 1000 === 5 ? ' gooseberry' : '';
    const mail = { ...row, reply_to: [], html: null, headers: [], attachments: [], cids: [], note: null };
    const { text, filter } = indexMail({ ...mail, text: textOf(next, characters) + extra }, row, bloomHasher);
    texts.put(row.id, text, filter);
    if (n % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await texts.close();
}
