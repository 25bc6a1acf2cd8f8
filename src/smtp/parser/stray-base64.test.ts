import { describe, expect, it } from 'vitest';
import { readMail } from './read-mail.js';

const bytes = Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 37 + 251) % 256));
const rows = bytes.toString('base64').match(/.{1,60}/g) ?? [];

async function fileOf(content: string, before = '') {
  const fields = 'Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n';
  const name = 'Content-Disposition: attachment; filename=a.png\r\n';
  const part = `--B\r\n${before}${fields}${name}\r\n${content}\r\n--B--\r\n`;
  const raw = `Content-Type: multipart/mixed; boundary=B\r\n\r\n${part}`;
  const { attachments, note } = await readMail(Buffer.from(raw, 'latin1'));
  return { files: attachments.map((each) => each.content), note };
}

describe('signs that base64 has not are passed over', () => {
  it.each([
    ['QUJD=?REVG', 'ABCDEF', '?'],
    ['QUI=*REVG', 'ABDEF', '*'],
    ['QUI=\r\n?\r\nREVG', 'ABDEF', '?'],
    ['QU?JD', 'ABC', '?'],
    ['QUJD=\xe4REVG', 'ABCDEF', 'ä'],
  ])('%j', async (sent, right, sign) => {
    const { files, note } = await fileOf(sent);
    expect(files).toEqual([Buffer.from(right)]);
    expect(note).toContain(`its base64 has "${sign}" at ${sent.search(/[^\w=\s]/)}, which base64 has not`);
  });

  it.each([
    ['behind it', [...rows, '--ZGS7ozid--']],
    ['within it', [...rows.slice(0, 2), '--boundary-like', ...rows.slice(2)]],
    ['before it', ['--b', ...rows]],
  ])('and so is a delimiter of another container %s', async (_where, sent) => {
    const { files, note } = await fileOf(sent.join('\r\n'));
    expect(files).toEqual([bytes]);
    expect(note).toContain('its base64 has "-"');
  });

  it.each([60, 1000])('the alphabet for URLs has its own signs, in rows of %i', async (length) => {
    const inUrls = Buffer.concat([Buffer.from('fbefbe', 'hex'), bytes]);
    const sent = inUrls.toString('base64url').match(new RegExp(`.{1,${length}}`, 'g')) ?? [];
    expect(sent[0]).toMatch(/^--/);
    expect(await fileOf(sent.join('\r\n'))).toEqual({ files: [inUrls], note: null });
  });
});

it('a line of blanks before the head of a part is none of its content', async () => {
  for (const blanks of ['  ', ' ', '\t'])
    expect(await fileOf(rows.join('\r\n'), `${blanks}\r\n`)).toEqual({ files: [bytes], note: null });
});
