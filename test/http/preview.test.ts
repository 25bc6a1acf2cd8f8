import { readFileSync } from 'node:fs';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle, Message } from '../../src/index.js';
import { onTheWire } from '../support/on-the-wire.js';
import { useSmtp } from '../support/smtp-client.js';

let emulator: EmulatorHandle;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

let count = 0;
async function receive(raw: Buffer): Promise<Message> {
  const to = `preview${(count += 1)}@example.test`;
  const client = await useSmtp(emulator);
  expect(await client.mail(to, onTheWire(raw))).toMatch(/^250 /);
  client.end();
  return emulator.inbox.waitFor({ to });
}
const partOf = (id: string, path: string, headers: Record<string, string> = {}) =>
  fetch(`${emulator.url}/_emulator/messages/${id}/${path}`, { headers });
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const head = ['From: a@x.test', 'To: b@y.test', 'Subject: s', 'MIME-Version: 1.0'];
const part = (header: string, body: string) => ['--B', header, '', body].join('\r\n');
const picture = (id: string, type = 'image/png', base64 = pixel) =>
  part(`Content-Type: ${type}\r\nContent-ID: <${id}>\r\nContent-Transfer-Encoding: base64`, base64);
const related = (html: string, ...pictures: string[]): Buffer =>
  Buffer.from(
    [
      ...head,
      'Content-Type: multipart/related; boundary=B',
      '',
      part('Content-Type: text/html; charset=utf-8', html),
      ...pictures,
      '--B--',
      '',
    ].join('\r\n'),
  );
const htmlOf = async (raw: Buffer) => (await partOf((await receive(raw)).id, 'html')).text();

describe('pictures that a mail brings along', () => {
  it('stand where the html loads them, by their whole id, and nowhere else', async () => {
    const raw = readFileSync(new URL('../corpus/mail/cid-prefix.eml', import.meta.url));
    const html = await htmlOf(raw);
    expect(html.split(`data:image/png;base64,${pixel}`)).toHaveLength(4);
    expect(html).toContain('<p>write cid:logo in your html</p>');
    expect(html).not.toMatch(/src="cid:/i);
  });

  it.each([
    ['an attribute without quotes', '<img src=cid:a>'],
    ['single quotes', "<img src='cid:a'>"],
    ['capitals', '<IMG SRC="CID:a">'],
    ['percent signs', '<img src="cid:%61">'],
    ['entities', '<img src="cid&#58;a">'],
    ['a background', '<td background="cid:a">'],
    ['a set of images', '<img srcset="cid:a 1x, https://x.test/b 2x">'],
    ['a style attribute', '<p style="background:url(cid:a)">'],
    ['a style attribute with quotes', '<p style="background:url(&quot;cid:a&quot;)">'],
    ['a style element', "<style>p{background:url('cid:a')}</style>"],
  ])('are found in %s', async (_what, html) => {
    expect(await htmlOf(related(html, picture('a')))).toContain('data:image/png;base64,');
  });

  it.each([
    'image/png',
    'image/x-png',
    'image/pjpeg',
    'image/jfif',
    'image/xpng',
    'image/*',
    'image',
    'application/octet-stream',
    'binary/octet-stream',
    'unknown/unknown',
    '*/*',
    'text/plain',
  ])('of type %s are shown as what their bytes are', async (type) => {
    expect(await htmlOf(related('<img src="cid:a">', picture('a', type)))).toContain(
      'src="data:image/png;base64,',
    );
  });

  it.each(['a@X.TEST', 'A@x.test'])('are found by an id in other letters: %s', async (id) => {
    expect(await htmlOf(related(`<img src="cid:${id}">`, picture('a@x.test')))).toContain('data:image/png');
  });

  it('do not make a page larger than 25 MiB, and the answer says so', async () => {
    const large = Buffer.alloc(60_000).toString('base64').replace(/.{76}/g, '$&\r\n');
    const raw = related('<img src="cid:a">'.repeat(3000), picture('a', 'image/png', large));
    const answer = await partOf((await receive(raw)).id, 'html');
    expect(answer.headers.get('x-emulator-warning')).toMatch(
      /pictures are left out: the page would be longer than 25 MiB/,
    );
    expect((await answer.text()).length).toBeLessThan(25 * 1024 * 1024);
  });
});

describe('a mail that is looked at', () => {
  it.each([
    'iframe src="http://127.0.0.1/"',
    'IFRAME/src="http://127.0.0.1/"',
    'frame src="http://127.0.0.1/"',
    'object data="http://127.0.0.1/"',
    'embed src="http://127.0.0.1/"',
    'link rel="preconnect" href="http://127.0.0.1/"',
    'link rel=dns-prefetch href=http://127.0.0.1/',
    'link rel=preconnect href="http://127.0.0.1/" rel=stylesheet',
    'link rel="stylesheet preconnect" href="http://127.0.0.1/"',
    'link title=" rel=stylesheet " rel=preconnect href="http://127.0.0.1/"',
    'link title="a>b" rel=stylesheet rel=preconnect href="http://127.0.0.1/"',
    'link rel=stylesheet/rel=preconnect href="http://127.0.0.1/"',
    'link rel="style&#115;heet" href="http://127.0.0.1/"',
    'link href="http://127.0.0.1/"',
    'meta http-equiv="refresh" content="0;url=?remote=1"',
    'meta name="a>b" http-equiv="refresh" content="0;url=?remote=1"',
    "meta name='a' content=\"'\" http-equiv=refresh",
    'meta name=x HTTP-EQUIV="x-dns-prefetch-control" content="on"',
    'meta name=x name=y',
    'meta content="x"',
    'meta name="x" http-equiv="refresh" content="0;url=?remote=1"',
    'base href="http://127.0.0.1/"',
  ])('holds no <%s>', async (tag) => {
    const name = /^\w+/.exec(tag)?.[0] ?? '';
    for (const html of [
      `<${tag}>`,
      `<svg><title><${tag}></title></svg>`,
      `<svg><foreignObject><${tag}>`,
      `<!--><${tag}>`,
    ])
      expect(await htmlOf(related(html))).not.toMatch(new RegExp(`<${name}[\\s/>]`, 'i'));
  });

  it.each([
    ['<p>Hi</p><iframe>No <b>frames</b></iframe>', '<x-iframe style=display:none!important >'],
    ['<IFRAME style="display:block" src=x>No frames</IFRAME>', '<x-IFRAME style=display:none!important  '],
    ['<iframe/src=x>No frames</iframe/>', '<x-iframe style=display:none!important /src=x>'],
  ])('hides what a frame has for those who see none: %s', async (html, start) => {
    const shown = await htmlOf(related(html));
    expect(shown).toContain(start);
    expect(shown).toMatch(/<\/x-iframe/i);
  });

  it('keeps what does no harm as it is', async () => {
    const html = [
      '<meta charset="utf-8"><meta charset=utf-8 /><meta\n name="viewport" content="width=device-width, initial-scale=1">',
      `<META content='x' name='color-scheme'><link rel="stylesheet" href="https://x.test/a.css?b=1&amp;c" media="(min-width: 1px)" />`,
      '<link href=https://x.test/a.css rel=stylesheet type="text/css"><p>iframe</p>',
    ].join('');
    expect(await htmlOf(related(html))).toBe(html);
  });

  it('loads nothing from outside unless a person asks, which no link in a mail can', async () => {
    const { id } = await receive(related('<img src="https://x.test/a.png">'));
    const policy = async (path: string, site?: string) =>
      (await partOf(id, path, site === undefined ? {} : { 'Sec-Fetch-Site': site })).headers.get(
        'content-security-policy',
      );
    expect(await policy('html')).toMatch(/img-src data:;/);
    for (const site of ['same-origin', 'none', undefined])
      expect(await policy('html?remote=true', site)).toMatch(/img-src data: http: https:;/);
    for (const site of ['cross-site', 'same-site', ''])
      expect(await policy('html?remote=true', site)).toMatch(/img-src data:;/);
  });
});

describe('the name of a downloaded attachment', () => {
  const names: [string, string | RegExp][] = [
    ['../../etc/passwd', 'passwd'],
    ['/etc/passwd', 'passwd'],
    ['C:\\\\Windows\\\\system.ini', 'system.ini'],
    ['C:evil.exe', 'evil.exe'],
    ['..', 'attachment-0.pdf'],
    ['.', 'attachment-0.pdf'],
    ['', 'attachment-0.pdf'],
    ['.htaccess', 'htaccess'],
    ['...x', 'x'],
    ['name. ', 'name'],
    ['a\u2215b\u2044c\uff0fd.pdf', 'd.pdf'],
    ['inv\u202efdp.exe', 'invfdp.exe'],
    ['a\u200bb.pdf', 'ab.pdf'],
    ['con.txt', '_con.txt'],
    ['ab*c?d<e>f|g.pdf', 'ab_c_d_e_f_g.pdf'],
    [`${'x'.repeat(304)}.pdf`, /^x{190,196}\.pdf$/],
    [`${'ü'.repeat(304)}.pdf`, /^ü{90,98}\.pdf$/],
    ['Grüße 日本.pdf', 'Grüße 日本.pdf'],
    ['report (final).pdf', 'report (final).pdf'],
  ];
  it.each(names)('of %j is safe', async (filename, expected) => {
    const encoded = encodeURIComponent(filename.replaceAll('\\\\', '\\'));
    const raw = related(
      'x',
      part(
        `Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''${encoded}`,
        'x',
      ),
    );
    const { id, attachments } = await receive(raw);
    expect(attachments[0]?.filename ?? '').toBe(filename.replaceAll('\\\\', '\\'));
    const disposition = (await partOf(id, 'attachments/0')).headers.get('content-disposition') ?? '';
    const saved = decodeURIComponent(/filename\*=UTF-8''(\S+)$/.exec(disposition)?.[1] ?? '');
    if (expected instanceof RegExp) expect(saved).toMatch(expected);
    else expect(saved).toBe(expected);
    expect(disposition).toMatch(/^attachment; filename="[^"\\/]+"; filename\*=UTF-8''[\w.%!~*'()-]+$/);
  });

  it.each([
    ['message/rfc822', 'attachment-0.eml'],
    ['text/calendar', 'attachment-0.ics'],
    ['application/x-unknown', 'attachment-0'],
  ])('comes from the type where an attachment of type %s has none', async (type, expected) => {
    const raw = related('x', part(`Content-Type: ${type}\r\nContent-Disposition: attachment`, 'Subject: x'));
    const answer = await partOf((await receive(raw)).id, 'attachments/0');
    expect(answer.headers.get('content-disposition')).toContain(`filename="${expected}"`);
  });
});

describe('a quiet page', () => {
  it.each([
    ['<img src="http://x.test/t/o/a.gif" width="1">', '<img src="data:," width="1">'],
    ["<IMG alt='a'\nSRC = 'https://x.test/a b.png'>", "<IMG alt='a'\nSRC = 'data:, b.png'>"],
    ['<img src=//x.test/a.png><img src=https://x.test>', '<img src=data:,><img src=data:,>'],
    ['<img data-src="http://x.test/a"><p>src="http://x.test"</p>', null],
    ['<a href="https://x.test/">src=https://x.test</a><img src="data:image/gif,a">', null],
  ])('names no picture from outside: %s', async (html, quiet) => {
    const { id } = await receive(related(html));
    expect(await (await partOf(id, 'html?quiet=1')).text()).toContain(quiet ?? html);
    expect(await (await partOf(id, 'html')).text()).toContain(html);
    expect(await (await partOf(id, 'html?quiet=1&remote=1')).text()).toContain(html);
  });
});
