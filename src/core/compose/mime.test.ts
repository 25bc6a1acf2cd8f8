import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { composeMail } from './mime.js';
import type { MimeInput } from './mime.js';

const parts = (more: Partial<MimeInput> = {}): MimeInput => ({
  messageId: '<email_1@mail.maildrone.test>',
  date: Date.UTC(2024, 2, 20, 10, 30, 0),
  from: { name: 'Maildrone', address: 'news@shop.test' },
  to: { name: '', address: 'ann@example.test' },
  replyTo: null,
  subject: 'Hello',
  headers: [['List-Unsubscribe', '<https://x.test/t/u/1>']],
  html: '<p>Hello</p>',
  text: 'Hello',
  boundary: '=_boundary_1',
  ...more,
});

const read = (raw: Buffer): Promise<ParsedMail> =>
  simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: true });

/** Numbers that are the same in every run (a linear congruential generator). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pieces = [
  ...'abc .,;:!?=_-<>"\'\\()@[]%&#',
  '=?UTF-8?B?aGk=?=',
  '=41',
  'ünïcödé',
  '日本語のテキスト',
  'مرحبا',
  '👩‍👩‍👧‍👦',
  '🇩🇪',
  'e\u0301',
  '\u00a0',
  '\u200b',
  '\ufeff',
  '  ',
  'word word word word word word word word word word word word',
  'x'.repeat(1200),
  'ß'.repeat(600),
];
const lines = ['\r\n', '\n', '.', '..', '\r\n.\r\n', '--=_boundary_1', '\t', 'From here', '\u0000', ' \r\n'];

function textOf(next: (below: number) => number, from: readonly string[]): string {
  return Array.from({ length: next(14) }, () => from[next(from.length)]).join('');
}
/** What a reader may see of a text: line ends are CRLF or LF alike. */
const body = (text: string | false | undefined): string =>
  (text || '').replace(/\r\n?/g, '\n').replace(/\n+$/, '');
const header = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

describe('a composed mail', () => {
  it('comes back from a parser as it went in, whatever the text', async () => {
    const next = numbersFrom(7);
    for (let round = 0; round < 250; round += 1) {
      const given = parts({
        subject: textOf(next, pieces),
        from: { name: textOf(next, pieces), address: 'news@shop.test' },
        text: textOf(next, [...pieces, ...lines]),
        html: next(4) === 0 ? null : textOf(next, [...pieces, ...lines]),
        boundary: `=_never_${round}`,
      });
      const mail = await read(composeMail(given));
      expect(header(mail.subject)).toBe(header(given.subject));
      expect(header(mail.from?.value[0]?.name)).toBe(header(given.from.name));
      expect(mail.from?.value[0]?.address).toBe('news@shop.test');
      expect(body(mail.text)).toBe(body(given.text));
      expect(body(mail.html)).toBe(body(given.html ?? ''));
    }
  });

  it('has lines of at most 998 octets that end in CRLF, whatever the text', () => {
    const next = numbersFrom(11);
    for (let round = 0; round < 250; round += 1) {
      const raw = composeMail(
        parts({ subject: textOf(next, pieces), text: textOf(next, pieces), html: textOf(next, pieces) }),
      ).toString('latin1');
      expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
      const head = raw.slice(0, raw.indexOf('\r\n\r\n')).split('\r\n');
      expect(head.filter((line) => /[^\x20-\x7e\t]/.test(line))).toEqual([]);
    }
  });

  it.each([
    ['an empty text', { text: '', html: '<p>x</p>' }, '', '<p>x</p>'],
    ['an empty html', { text: 'x', html: '' }, 'x', ''],
    ['two empty parts', { text: '', html: '' }, '', ''],
    ['text alone', { text: 'only', html: null }, 'only', ''],
    ['nothing at all', { text: '', html: null }, '', ''],
  ])('may have %s', async (_what, given, text, html) => {
    const mail = await read(composeMail(parts(given)));
    expect([body(mail.text), body(mail.html)]).toEqual([text, html]);
  });

  it.each([
    ['a line end in the subject', { subject: 'Hi\r\nBcc: evil@x.test' }],
    ['a line end in the name', { from: { name: 'A\r\nBcc: evil@x.test', address: 'news@shop.test' } }],
    ['a lone CR', { subject: 'Hi\rBcc: evil@x.test' }],
    ['a NUL', { subject: 'Hi\u0000\nBcc: evil@x.test' }],
  ])('gets no further header from %s', async (_what, given) => {
    const mail = await read(composeMail(parts(given)));
    expect(mail.headers.has('bcc')).toBe(false);
  });

  it('has its date in UTC', () => {
    expect(composeMail(parts()).toString()).toContain('Date: Wed, 20 Mar 2024 10:30:00 +0000\r\n');
  });

  it('folds a long subject of plain words within 78 characters', () => {
    const raw = composeMail(parts({ subject: 'word '.repeat(60) })).toString();
    const subject = /Subject:[\s\S]*?(?=\r\nList-)/.exec(raw)?.[0].split('\r\n') ?? [];
    expect(subject.length).toBeGreaterThan(3);
    expect(Math.max(...subject.map((line) => line.length))).toBeLessThanOrEqual(78);
  });
});

it.each([
  ['blanks', `a${' '.repeat(3000)}x`],
  ['blanks before a long word', `a${' '.repeat(89)}${'x'.repeat(899)}`],
  ['blanks between words', `${`word${' '.repeat(80)}`.repeat(100)}x`],
  ['one word', 'x'.repeat(3000)],
])(
  'no line of a subject of %s is longer than 998 octets, and it is read as it was',
  async (_what, subject) => {
    const raw = composeMail(parts({ subject }));
    for (const row of raw.toString('latin1').split('\r\n')) expect(row.length).toBeLessThanOrEqual(998);
    const { subject: shown = '' } = await read(raw);
    expect(shown.replace(/\s+/g, ' ')).toBe(subject.replace(/\s+/g, ' '));
  },
);
