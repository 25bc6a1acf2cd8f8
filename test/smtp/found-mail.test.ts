import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';

let emulator: EmulatorHandle;
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAAAAACH5BAEAAAAALAAAAAABAAEAAAIBAAA=', 'base64');

/** Three mails: one with all that is looked at, one whose only file is shown within it, and one of text alone. */
beforeAll(async () => {
  emulator = await startEmulator();
  const client = createTransport({ ...emulator.smtp, secure: false });
  await client.sendMail({
    from: 'Anna Aardvark <anna@x.test>',
    to: 'Ben Badger <ben@x.test>',
    cc: 'Cora Cheetah <cora@x.test>',
    bcc: 'dora@secret.test',
    replyTo: 'Emil Elk <emil@answers.test>',
    subject: 'All of it Ferret',
    text: 'View it in a browser: Gazelle',
    html: '<style>p{color:red}</style><div style="display:none">Hedgehog</div><p>I<b>bis</b> &#74;ackal Nar&shy;wh\u200bal \u200fאיילה</p><img alt="Koala" src="x"><a href="https://lemur.test/">x</a>',
    attachments: [{ filename: 'Meerkat Ünïcode.pdf', content: 'x' }],
  });
  await client.sendMail({
    ...{ from: 'a@x.test', to: 'b@x.test', subject: 'Within' },
    html: '<img src="cid:a">',
    attachments: [{ filename: 'a.gif', content: gif, cid: 'a', contentDisposition: 'inline' }],
  });
  await client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject: 'Bare', text: 'nothing' });
  client.close();
  for (const subject of ['All of it', 'Within', 'Bare']) await emulator.inbox.waitFor({ subject });
});
afterAll(() => emulator.stop());

const all = ['All of it Ferret'];
it.each([
  ...['aardvark', 'anna@x.test', 'badger', 'cheetah', 'cora@x.test', 'dora@secret.test', 'ferret'],
  ...['elk', 'emil@answers.test', 'gazelle', 'hedgehog', 'ibis', 'jackal', '"ibis jackal"', 'koala'],
  ...['narwhal', 'nar\u00adwhal', '"narwhal איילה"'],
  ...['lemur.test', 'meerkat', '"meerkat ünïcode.pdf"', 'to:dora', 'to:cora', 'header:emil'],
])('finds a mail by %s', async (q) => {
  expect((await emulator.inbox.list({ q })).map(({ subject }) => subject)).toEqual(all);
});

it.each([
  ['has:attachment', all],
  ['-has:attachment', ['Bare', 'Within']],
  ['color', []],
  ['display', []],
])('finds by %s what it says', async (q, subjects) => {
  expect((await emulator.inbox.list({ q })).map(({ subject }) => subject)).toEqual(subjects);
});

it('counts a file that is shown within its mail as none', async () => {
  const [mail] = await emulator.inbox.list({ q: 'subject:within' });
  expect(mail?.attachment_count).toBe(0);
});
