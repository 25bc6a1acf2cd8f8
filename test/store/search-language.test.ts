import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Campaign, EmulatorHandle, MessageSummary } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';

let emulator: EmulatorHandle;
let campaignId = '';

/** Mail by its subject: what is done with it, and what it is made of. */
beforeAll(async () => {
  emulator = await startEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  const client = createTransport({ ...emulator.smtp, secure: false });
  const mail = (subject: string, more: object = {}) =>
    client.sendMail({ from: 'App <app@x.test>', to: 'ann@x.test', subject, text: 'x', ...more });
  await mail('plain');
  await mail('tagged', { headers: { 'X-Mailer': 'Pigeon Post 3', 'X-Empty': 'yes' } });
  await mail('café\u3000menu', { text: 'cre\u0300me\u00a0brûlée', to: 'Zoë\u00a0Blank <zoe@x.test>' });
  await mail('ΟΔΟΣΕΙΣ GRÜSSE', { text: 'İstanbul' });
  await mail('attached', { attachments: [{ filename: 'a.txt', content: 'y'.repeat(3000) }] });
  client.close();
  for (const name of ['read', 'bounced', 'unsubscribed', 'spam'])
    await callApi(emulator, '/emails', {
      method: 'POST',
      body: {
        from_email: 'n@x.test',
        to: `${name}@x.test`,
        subject: name,
        content: { html: '<a href="https://x.test/">x</a>' },
      },
    });
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'bob@x.test' } });
  const body = {
    name: 'Summer Sale',
    subject: 'sale',
    from_email: 'n@x.test',
    content: { text: 'x' },
    recipients: { type: 'all' },
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  campaignId = data.id;
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.inbox.waitFor({ subject: 'sale' });
  await emulator.settle();
  const idOf = async (subject: string) => (await emulator.inbox.waitFor({ subject })).id;
  await emulator.simulate(await idOf('read'), 'opened');
  await emulator.simulate(await idOf('read'), 'clicked');
  for (const [subject, event] of [
    ['bounced', 'bounced'],
    ['unsubscribed', 'unsubscribed'],
    ['spam', 'spam_reported'],
  ] as const)
    await emulator.simulate(
      await idOf(subject),
      event,
      event === 'bounced' ? { bounce: { type: 'hard', smtp_code: 550, status: '5.1.1' } } : {},
    );
  await callControl(emulator, `/messages/${await idOf('plain')}/read`, { method: 'POST' });
});
afterAll(() => emulator.stop());

const search = (q: string) => callControl<MessageSummary[]>(emulator, `/messages?q=${encodeURIComponent(q)}`);
const all = [
  'plain',
  'tagged',
  'café\u3000menu',
  'ΟΔΟΣΕΙΣ GRÜSSE',
  'attached',
  'read',
  'bounced',
  'unsubscribed',
  'spam',
  'sale',
];

it.each<[string, string[]]>([
  ['is:opened', ['read']],
  ['is:clicked', ['read']],
  ['is:bounced', ['bounced']],
  ['is:unsubscribed', ['unsubscribed']],
  ['is:spam', ['spam']],
  ...['hard', '550', '5.1.1', '"550 5.1.1"', '"Hard 550  5.1.1"'].map((reason): [string, string[]] => [
    `bounce:${reason}`,
    ['bounced'],
  ]),
  ['bounce:soft', []],
  ['bounce:5.1', []],
  ['bounce:"550 5.1"', []],
  ['is:read', ['plain']],
  ['IS:Read', ['plain']],
  ['has:attachment', ['attached']],
  ['larger:2.5k', ['attached']],
  ['larger:1g', []],
  ['header:x-mailer', ['tagged']],
  ['header:X-Mailer=pigeon', ['tagged']],
  ['header:"X-Mailer: Pigeon Post"', ['tagged']],
  ['header:"x-mailer=pigeon post"', ['tagged']],
  ['header:x-mailer="Pigeon Post"', ['tagged']],
  ['header:X-Mailer:"pigeon post 3"', ['tagged']],
  ['to:ann header:x-mailer="Pigeon Post" tagged', ['tagged']],
  ['header:x-mailer="Pigeon  Post"', ['tagged']],
  ['header:x-mailer="Post Pigeon"', []],
  ['to:ann -header:x-mailer="Pigeon Post" attached', ['attached']],
  ['header:x-empty=no', []],
  ['header:subject=plain', ['plain']],
  ['campaign:"summer sale"', ['sale']],
  ['campaign:summer', ['sale']],
  ['campaign:Summer\u00a0', ['sale']],
  ['campaign:winter', []],
  ['status:bounced', ['bounced']],
  ['after:2024-03-25', all],
  ['before:2024-03-25', []],
  ['after:2024-03-25T10:00:01', []],
  ['before:2024-03-25t10:30:00+00:30', []],
  ['subject:café', ['café\u3000menu']],
  ['subject:cafe\u0301', ['café\u3000menu']],
  ['subject:"CAFÉ menu"', ['café\u3000menu']],
  ['to:"zoë blank"', ['café\u3000menu']],
  ['to:"zoe\u0308\u2003blank"', ['café\u3000menu']],
  ['ΟΔΟΣ', ['ΟΔΟΣΕΙΣ GRÜSSE']],
  ['οδοσεις', ['ΟΔΟΣΕΙΣ GRÜSSE']],
  ['subject:grüße', ['ΟΔΟΣΕΙΣ GRÜSSE']],
  ['istanbul', ['ΟΔΟΣΕΙΣ GRÜSSE']],
  ['"crème brûlée"', ['café\u3000menu']],
  ['"cre\u0300me\u3000bru\u0302le\u0301e"', ['café\u3000menu']],
  ['from:app to:ann -is:read -header:x-mailer -istanbul', ['attached']],
])('%s finds what it says, and its negation the rest', async (q, expected) => {
  const found = (await search(q)).data.map(({ subject }) => subject);
  expect(found.sort()).toEqual([...expected].sort());
  if (/ [-a-z]/.test(q.replace(/"[^"]*"/g, ''))) return;
  const rest = (await search(`-${q}`)).data.map(({ subject }) => subject);
  expect(rest.sort()).toEqual(all.filter((subject) => !expected.includes(subject)).sort());
});

it('finds by id, of a mail and of its campaign, as a parameter too', async () => {
  const [mail] = (await search('subject:plain')).data;
  expect((await search(`id:${mail?.id}`)).data.map(({ subject }) => subject)).toEqual(['plain']);
  expect((await search(`-id:${mail?.id}`)).data).toHaveLength(all.length - 1);
  expect((await search(`campaign:${campaignId}`)).data.map(({ subject }) => subject)).toEqual(['sale']);
  expect((await search(`-campaign:${campaignId}`)).data).toHaveLength(all.length - 1);
  for (const campaign of [campaignId, 'Summer Sale'])
    expect((await emulator.inbox.list({ campaign })).map(({ subject }) => subject)).toEqual(['sale']);
});

it.each([
  ['form:ann', 'from: to: subject:'],
  ['-form:ann', 'from: to: subject:'],
  ['is:new', 'is:unread, is:read, is:opened'],
  ['has:pictures', 'has:attachment'],
  ['bounce:gone', 'bounce:hard, bounce:soft, bounce:blocked, bounce:550 or bounce:5.1.1'],
  ['bounce:', 'bounce:hard'],
  ['status:gone', 'status:queued, status:sent'],
  ['before:tomorrow', '2024-03-25'],
  ['after:2024-02-30', '2024-03-25'],
  ['after:5', '2024-03-25'],
  ['-before:march', '2024-03-25'],
  ['larger:big', '100k'],
  ['smaller:-1', '100k'],
  ['FORM:ann', 'from: to: subject:'],
  ['x-foo:bar', 'from: to: subject:'],
  ['foo1:bar', 'from: to: subject:'],
  ['has_x:y', 'from: to: subject:'],
  ['tö:anna', 'from: to: subject:'],
  ['to\u0308:anna', 'from: to: subject:'],
  ['re: news', 'or the whole in quotes'],
  ['is:', 'is:unread, is:read'],
  ['is: unread', 'is:unread, is:read'],
  ['has:', 'has:attachment'],
  ['kind:""', 'kind:campaign'],
  ['before:', '2024-03-25'],
  ['larger:', '100k'],
  ...['to', 'from', 'subject', 'campaign', 'header', 'contact', 'id'].flatMap((name): [string, string][] => [
    [`${name}:`, `${name}:word`],
    [`-${name}: anna`, `${name}:word`],
    [`${name}:""`, `${name}:word`],
    [`plain ${name}:"\u200b "`, `${name}:word`],
  ]),
  ['""', 'between the quotes'],
  ['-""', 'between the quotes'],
  ['plain "\u2060"', 'between the quotes'],
  ['\u200b', 'that can be seen'],
])('%s is a 400 that lists what there is', async (q, part) => {
  const { status, error } = await search(q);
  expect([status, error.details.field]).toEqual([400, 'q']);
  expect(error.details.issue).toContain(part);
});

it.each([
  ...[
    'https://x.test/',
    '-https://x.test/',
    '"form:ann"',
    '"re: news"',
    '10:30',
    '5e:x',
    ':)',
    'std::string',
  ],
  ...[
    'fe80::1',
    'a@x.test:25',
    'x.test:8025',
    'localhost:8025',
    'mailto:a@x.test',
    '\u200bplain',
    '-',
    '"plain',
  ],
])('%s is a word', async (q) => {
  expect((await search(q)).status).toBe(200);
});

it.each(['to', 'from', 'subject', 'campaign', 'contact'])(
  '%s=, where nothing of it can be seen, is a 400',
  async (name) => {
    for (const text of ['\u200b', ' ', '\u00a0\u2060']) {
      const { status, error } = await callControl(emulator, `/messages?${name}=${encodeURIComponent(text)}`);
      expect([status, error.details]).toEqual([
        400,
        { field: name, issue: 'Expected text that can be seen' },
      ]);
    }
  },
);
