import { describe, expect, it } from 'vitest';
import { indexMail } from '../../src/core/inbox/index-mail.js';
import type { IndexedRow } from '../../src/core/ports/mail-reader.js';
import { createParserCalls } from '../../src/smtp/parser/parser-calls.js';
import { readEntry, readMail } from '../../src/smtp/parser/read-mail.js';
import { bloomHasher } from '../../src/store/search/bloom-filters.js';
import { largeMail } from '../corpus/large-mail.js';

const row: IndexedRow = {
  kind: 'smtp',
  from: { name: '', address: 'envelope@x.test' },
  to: [{ name: '', address: 'reader@x.test' }],
  cc: [],
  subject: '',
  envelope: { from: 'envelope@x.test', to: ['reader@x.test'] },
};
const small: [string, string][] = [
  [
    'html',
    'Subject: Hi\r\nContent-Type: text/html\r\n\r\n<p>Your code is 123456, <a href="https://x.test/a">here</a></p>',
  ],
  ['text', 'Subject: Hi\r\nReply-To: Help <help@x.test>\r\nCc: c@x.test\r\n\r\nRead https://x.test/b\r\n'],
  ['nothing', ''],
];
const mails: [string, Buffer][] = [
  ...small.map(([what, source]): [string, Buffer] => [what, Buffer.from(source)]),
  ...[...largeMail].slice(0, 3).map(([what, raw]): [string, Buffer] => [what, raw]),
];

describe('The entry of a mail in the lists and in the search', () => {
  it.each(mails)('is that of the mail read whole: %s', async (_what, raw) => {
    const [entry, mail] = [await readEntry(raw, row, { hasher: bloomHasher }), await readMail(raw)];
    expect(entry).toEqual(indexMail(mail, row, bloomHasher));
    expect(entry.summary.preview).toBe(mail.preview);
    expect(entry.text).toContain(mail.words);
    expect(entry.filter).toEqual(bloomHasher.of(entry.text));
  });

  it('is the same from the parser thread', async () => {
    const [, raw = Buffer.alloc(0)] = mails[1] ?? [];
    const [, other = Buffer.alloc(0)] = mails[0] ?? [];
    const { value, moved } = await createParserCalls(bloomHasher).index({
      bytes: Buffer.concat([raw, other]),
      mails: [raw, other].map(({ length }) => ({ size: length, row })),
      reading: 'whole',
    });
    expect(value).toEqual([
      await readEntry(raw, row, { hasher: bloomHasher }),
      await readEntry(other, row, { hasher: bloomHasher }),
    ]);
    expect(moved).toEqual(value.map(({ filter }) => filter.buffer));
    expect(value[0]?.text).toContain('help <help@x.test>');
  });
});
