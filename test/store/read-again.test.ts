import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Campaign, Contact, MessageSummary } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import type { RunningProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';
import { useRawReceiver } from '../support/raw-receiver.js';
import { useSmtp } from '../support/smtp-client.js';

const post = (body: unknown) => ({ method: 'POST', body });
const content = { html: '<a href="https://shop.test/">x</a>' };
const newsletter = {
  ...{ name: 'n', subject: 's', from_email: 'a@xn--e1afmkfd.test', content },
  recipients: { type: 'all' },
};
const mailTo = (to: string) => post({ from_email: 'a@xn--e1afmkfd.test', to, subject: 's', content });

/** Addresses that are taken, and that what stands between two entries may rewrite. */
const addresses = [
  ...['a+open@xn--e1afmkfd.test', 'b+click@XN--E1AFMKFD.Test', '"q q"@x.test', 'c+softbounce@x.test'],
  ...['d+defer@xn--80ak6aa92e.test', "o'x@x.test", 'e+bounce@xn--e1afmkfd.test', 'f+spam@x.test'],
];

/** Ways by which rows are made of what callers give, each with values that are odd and taken. */
const entries: Record<string, (emulator: RunningProcess) => Promise<unknown>> = {
  async 'POST /v2/emails'(emulator) {
    for (const to of addresses) expect((await callApi(emulator, '/emails', mailTo(to))).status).toBe(201);
  },
  async 'a welcome mail and a campaign'(emulator) {
    for (const email of addresses)
      expect((await callApi(emulator, '/contacts', post({ email, send_welcome: true }))).status).toBe(201);
    const { data } = await callApi<Campaign>(emulator, '/campaigns', post(newsletter));
    expect((await callApi(emulator, `/campaigns/${data.id}/send`, post(undefined))).status).toBe(200);
  },
  async trigger(emulator) {
    for (const event of ['email.opened', 'email.bounced', 'email.deferred'])
      await callControl(emulator, '/trigger', post({ event, to: 'z@xn--e1afmkfd.test' }));
  },
  async 'mail from outside, and what its header names'(emulator) {
    const heads = ['To: =?utf-8?Q?a=00=0D=0Ac?=@x.test', 'To: <=?utf-8?B?YQ0KYkB4LnRlc3Q=?=>', 'To: "\r"@x'];
    const client = await useSmtp(emulator);
    for (const to of [...addresses, 'root', '"a>b"@x.test', 'x@[IPv6:::1]'])
      for (const head of heads)
        await client.mail(to, `${head}\r\nSubject: \0\r\n\r\nhttp://x.test/\r\n.\r\n`);
    const { data } = await callControl<MessageSummary[]>(emulator, '/messages?limit=500');
    for (const { id } of data)
      for (const event of ['opened', 'clicked', 'spam_reported', 'bounced'])
        await callControl(
          emulator,
          `/messages/${id}/simulate`,
          post({ event, bounce: { diagnostic: '\r\n\0' } }),
        );
  },
  async 'the last second of the clock'(emulator) {
    const refusing = await useRawReceiver(({ socket }) => {
      socket.write('HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n');
    });
    await emulator.clock.set('9999-12-31T23:59:58Z');
    const history = { ...newsletter, sent: { at: '-1s', recipients: 300 } };
    const fixture = { contacts: [{ email: 'a@x.test', created_at: '+5d' }], campaigns: [history] };
    expect((await callControl(emulator, '/fixtures', post({ fixture }))).status).toBe(200);
    await emulator.clock.set('9999-12-31T20:00:00Z');
    const first = await emulator.webhooks.add({ url: refusing.url });
    await emulator.webhooks.add({ url: refusing.url, faults: { delay: '3660d', reorder: '3660d' } });
    await entries['POST /v2/emails']?.(emulator);
    await emulator.settle();
    await emulator.clock.advance('230m');
    await emulator.webhooks.rotate(first.id);
    await emulator.clock.set('9999-12-31T23:59:59Z');
    await entries['POST /v2/emails']?.(emulator);
    await entries['trigger']?.(emulator);
    const { data } = await callApi<Contact>(emulator, '/contacts', post({ email: 'last+open@x.test' }));
    expect(data.created_at).toBe('9999-12-31T23:59:59Z');
  },
};

/** How the state is taken up again. */
async function takeUp(emulator: RunningProcess): Promise<void> {
  const { id } = await emulator.workspace();
  const raw = (await emulator.export()).toString('utf8');
  const imported = await callControl(emulator, `/import?workspace=${id}`, { method: 'POST', raw });
  expect(imported.status, imported.text).toBe(200);
  await callControl(emulator, '/snapshots/all', { method: 'PUT' });
  const restored = await callControl(emulator, '/snapshots/all/restore', { method: 'POST' });
  expect(restored.status, restored.text).toBe(200);
}

describe.each(Object.keys(entries))('What %s writes', (entry) => {
  it('is read again: from the journal, from the checkpoint, from an export and from a snapshot', async () => {
    const data = await useDirectory();
    const first = await startProcess(['--data', data]);
    await entries[entry]?.(first);
    await first.settle();
    await first.kill();
    const second = await startProcess(['--data', data]);
    await takeUp(second);
    expect(await second.stop()).toBe(0);
    const third = await startProcess(['--data', data]);
    expect(await third.stop()).toBe(0);
  });
});

it('rows of an earlier release with an envelope in letters, or a time after the last, are read', async () => {
  const data = await useDirectory();
  const first = await startProcess(['--data', data]);
  await callApi(first, '/emails', mailTo('a+open@xn--e1afmkfd.test'));
  await first.settle();
  await first.stop();
  const path = join(data, 'workspaces', 'default', 'db.json');
  const state = JSON.parse(await readFile(path, 'utf8')) as {
    messages: { id: string; envelope: { to: string[] }; schedule: { at: number }[] }[];
  };
  const [mail] = state.messages;
  if (!mail) throw new Error('There is no mail');
  mail.envelope.to = ['a+open@елка.test'];
  expect(mail.schedule.length).toBeGreaterThan(0);
  for (const action of mail.schedule) action.at = 253402300800001;
  await writeFile(path, JSON.stringify(state));
  const second = await startProcess(['--data', data]);
  const found = await second.inbox.get(mail.id);
  expect(found.envelope.to).toEqual(['a+open@елка.test']);
  await second.clock.set('9999-12-31T23:59:59.999Z');
  await second.settle();
  expect((await second.inbox.get(mail.id)).opens).toBe(1);
});
