import { describe, expect, it } from 'vitest';
import { readMail } from './read-mail.js';

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const mailOf = (kind: string, html: string, fields: readonly string[], content = png): Buffer =>
  Buffer.from(
    [
      'Subject: s',
      `Content-Type: multipart/${kind}; boundary=B`,
      '',
      '--B',
      'Content-Type: text/html; charset=utf-8',
      '',
      html,
      '--B',
      ...fields,
      'Content-Transfer-Encoding: base64',
      '',
      content,
      '--B--',
      '',
    ].join('\r\n'),
  );
const picture = ['Content-Type: image/png; name=a.png', 'Content-ID: <a@x>'];
const inline = 'Content-Disposition: inline; filename=a';
const shown = '<img src="cid:a@x">';

/** Whether the one attachment is shown within the mail. */
async function isInline(raw: Buffer): Promise<boolean | undefined> {
  const { attachments } = await readMail(raw);
  expect(attachments).toHaveLength(1);
  return attachments[0]?.inline;
}

describe('an attachment is inline where it is shown, whatever its disposition', () => {
  it.each<[what: string, raw: Buffer]>([
    ['a picture that the html shows', mailOf('related', shown, picture)],
    ['one of disposition inline', mailOf('related', shown, [...picture, inline])],
    [
      'one of disposition attachment',
      mailOf('related', shown, [...picture, 'Content-Disposition: attachment']),
    ],
    ['one beside the html', mailOf('mixed', shown, picture)],
    ['one that a style shows', mailOf('mixed', '<p style="background:url(cid:a@x)">', picture)],
    [
      'one whose type is none',
      mailOf('related', shown, ['Content-Type: binary/octet-stream', 'Content-ID: <a@x>']),
    ],
    ['one without a type', mailOf('related', shown, ['Content-ID: <a@x>'])],
    ['text with a name', mailOf('mixed', '<p>x', ['Content-Type: text/plain; name=a.txt'], 'd29yZHM=')],
    [
      'text of disposition inline',
      mailOf(
        'mixed',
        '<p>x',
        ['Content-Type: text/plain', 'Content-Disposition: inline; filename=a.txt'],
        'd29yZHM=',
      ),
    ],
  ])('%s is', async (_what, raw) => {
    expect(await isInline(raw)).toBe(true);
  });

  it.each<[what: string, raw: Buffer]>([
    ['a PDF of disposition inline', mailOf('mixed', '<p>x', ['Content-Type: application/pdf', inline])],
    ['a picture that no html shows', mailOf('mixed', '<p>x', [...picture, inline])],
    ['one of related parts', mailOf('related', '<p>x', picture)],
    ['one without an id', mailOf('mixed', shown, ['Content-Type: image/png', inline])],
    ['one of another id', mailOf('related', '<img src="cid:b@x">', picture)],
    ['one that text alone names', mailOf('related', '<p>cid:a@x</p>', picture)],
    [
      'a PDF that the html names',
      mailOf(
        'related',
        '<embed src="cid:a@x">',
        ['Content-Type: application/pdf', 'Content-ID: <a@x>'],
        'UERG',
      ),
    ],
    [
      'a page of related parts',
      mailOf(
        'related',
        '<iframe src="cid:a@x">',
        ['Content-Type: text/html', 'Content-ID: <a@x>', inline],
        'PHA+',
      ),
    ],
    [
      'a message within',
      mailOf('mixed', '<p>x', ['Content-Type: message/rfc822', inline], 'U3ViamVjdDogYQ=='),
    ],
    [
      'text of disposition attachment',
      mailOf(
        'mixed',
        '<p>x',
        ['Content-Type: text/plain', 'Content-Disposition: attachment; filename=a.txt'],
        'd29yZHM=',
      ),
    ],
  ])('%s is not', async (_what, raw) => {
    expect(await isInline(raw)).toBe(false);
  });
});

describe('a picture is found by its id, however that is written', () => {
  it.each([
    ['a@x.test', 'a@X.TEST'],
    ['Logo@x.test', 'logo@x.test'],
    ['"a\\"b"@x.test', 'a%22b@x.test'],
    ['"a\\"b"@x.test', '%22a%5C%22b%22@x.test'],
    ['"a b"@x.test', 'a%20b@x.test'],
    ['a+b@x.test', 'a%2Bb@x.test'],
    ['a&b@x.test', 'a&amp;b@x.test'],
  ])('<%s> by cid:%s', async (id, url) => {
    const { cids, attachments } = await readMail(
      mailOf('related', `<img src="cid:${url}">`, ['Content-Type: image/png', `Content-ID: <${id}>`]),
    );
    expect(cids.map((each) => each.id)).toEqual([id]);
    expect(attachments[0]?.content_id).toBe(id);
  });

  it('and by the very one where two differ in case alone', async () => {
    const raw = mailOf('related', '<img src="cid:A@x"><img src="cid:a@x">', [
      ...picture,
      '',
      'x',
      '--B',
      'Content-Type: image/png',
      'Content-ID: <A@x>',
    ]);
    expect((await readMail(raw)).cids.map(({ id }) => id)).toEqual(['A@x', 'a@x']);
  });
});
