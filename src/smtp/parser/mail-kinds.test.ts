import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { mailKinds } from '../../../test/corpus/mail-kinds.js';
import type { MailKind } from '../../../test/corpus/mail-kinds.js';
import type { ParsedMail } from '../../core/ports/mail-reader.js';
import { readMail } from './read-mail.js';

const valueOf = (headers: readonly { name?: string; key?: string; value: string }[], name: string) =>
  headers.find((header) => (header.name ?? header.key ?? '').toLowerCase() === name.toLowerCase())?.value;

/** The fields that a kind names, as we read them. */
function ours(mail: ParsedMail, { right }: MailKind) {
  const names = Object.keys(right.headers ?? {});
  return {
    subject: mail.subject,
    from: mail.from,
    to: mail.to.flatMap(({ address }) => (address === '' ? [] : [address])),
    html: mail.html,
    text: mail.text,
    attachments: mail.attachments.map((part) => [
      part.filename,
      part.content_type,
      part.content.toString('latin1'),
    ]),
    headers: Object.fromEntries(names.map((name) => [name, valueOf(mail.headers, name)])),
    codes: mail.codes,
    links: mail.links.map(({ url }) => url),
  };
}

const contentOf = (content: string | ArrayBuffer | Uint8Array): string =>
  Buffer.from(content instanceof ArrayBuffer ? new Uint8Array(content) : content).toString('latin1');

/** The same fields as postal-mime reads them. */
function theirs(mail: Email, { right }: MailKind) {
  const names = Object.keys(right.headers ?? {});
  const from =
    mail.from && 'address' in mail.from ? { name: mail.from.name, address: mail.from.address } : null;
  return {
    subject: mail.subject ?? '',
    from,
    to: (mail.to ?? [])
      .flatMap((each) => ('group' in each && each.group ? each.group : [each]))
      .flatMap(({ address }) => address || []),
    html: mail.html ?? null,
    text: mail.text ?? null,
    attachments: mail.attachments.map((part) => [part.filename, part.mimeType, contentOf(part.content)]),
    headers: Object.fromEntries(names.map((name) => [name, valueOf(mail.headers, name)])),
  };
}

const plain = (value: unknown): string =>
  JSON.stringify(value ?? '')
    .replace(/(?:\\r|\\n)+/g, '\\n')
    .replace(/\\n"/g, '"');

describe('each kind of mail is read right', () => {
  it.each(mailKinds)('$what', async (kind) => {
    const mail = await readMail(kind.raw);
    const { words, note, ...right } = kind.right;
    expect(ours(mail, kind)).toMatchObject(right);
    if (words) expect(mail.words).toMatch(words);
    if (note === null) expect(mail.note).toBeNull();
    else if (note) expect(mail.note).toMatch(note);
  });
});

describe('and so does postal-mime read it, but where the kind says why not', () => {
  it.each(mailKinds)('$what', async (kind) => {
    const { codes: _codes, links: _links, words: _words, note: _note, ...right } = kind.right;
    const read = theirs(await PostalMime.parse(kind.raw), kind);
    const names = (Object.keys(right) as (keyof typeof right)[]).filter((name) => !kind.differs?.[name]);
    for (const name of names) expect(plain(read[name]), name).toBe(plain(right[name]));
  });
});
