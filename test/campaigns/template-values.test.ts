import { expect, it } from 'vitest';
import type { Campaign, EmulatorHandle } from '../../src/index.js';
import type { Contact } from '../../src/contract/contact.js';
import { callApi, useEmulator } from '../support/emulator.js';

const times = ['subscribed_at', 'created_at', 'updated_at'] as const;
const template = [...times, ...times.map((time) => `contact.${time}`)].map((name) => `{{${name}}}`).join('|');

const mailing = (content: object, subject = 'x') => ({
  name: 'C',
  subject,
  from_email: 'news@shop.test',
  recipients: { type: 'all' },
  content,
});

async function sendCampaign(emulator: EmulatorHandle, body: object) {
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  return callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
}

it('the times of a contact stand in a mail as the API has them, in each part and in each kind of mail', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-20T10:30:00Z');
  const { data: contact } = await callApi<Contact>(emulator, '/contacts', {
    method: 'POST',
    body: { email: 'ann@x.test' },
  });
  await emulator.clock.freeze('2024-04-20T10:30:00Z');
  const expected = [...times, ...times].map((time) => contact[time]).join('|');
  expect(expected).toMatch(/^2024-03-20T10:30:00Z\|/);
  await sendCampaign(emulator, mailing({ html: `<p>${template}</p>`, text: template }, template));
  await callApi(emulator, '/emails', {
    method: 'POST',
    body: { from_email: 'a@x.test', to: 'ann@x.test', subject: template, content: { text: template } },
  });
  for (const from of ['news@shop.test', 'a@x.test']) {
    const mail = await emulator.inbox.waitFor({ to: 'ann@x.test', from });
    expect([mail.subject, mail.text?.trim()]).toEqual([expected, expected]);
    if (mail.html !== null) expect(mail.html).toContain(expected);
  }
});

const lookups: [template: string, name: string][] = [
  ['{{lookup custom_fields "first name"}}', 'custom_fields.first name'],
  ['{{{lookup custom_fields "k"}}}', 'custom_fields.k'],
  ['{{lookup custom_fields.list 5}}', 'custom_fields.list.5'],
  ['{{lookup nobody "x"}}', 'nobody.x'],
  ['{{#each custom_fields.list}}{{lookup @root.custom_fields this}}{{/each}}', '@root.custom_fields[this]'],
  ['{{lookup (lookup custom_fields "a") "b"}}', '(…).b'],
];
const fields = { k: null, list: ['a'] };

it.each(lookups)('what %s does not find is missing', async (part, name) => {
  const [emulator, strict] = [await useEmulator(), await useEmulator({ strict: true })];
  for (const each of [emulator, strict])
    await callApi(each, '/contacts', {
      method: 'POST',
      body: { email: 'ann@x.test', custom_fields: fields },
    });
  const body = mailing({ html: `<p>Hi ${part}!</p>` });
  await sendCampaign(emulator, body);
  const mail = await emulator.inbox.waitFor({ to: 'ann@x.test' });
  expect([mail.missing, mail.text?.trim()]).toEqual([[name], 'Hi !']);
  const refused = await sendCampaign(strict, body);
  expect([refused.status, refused.error.details.field]).toEqual([400, 'content.html']);
  expect(refused.error.details.issue).toContain(`{{${name}}}`);
});

it('what a lookup finds, and one that is only tested, is not', async () => {
  const emulator = await useEmulator({ strict: true });
  await callApi(emulator, '/contacts', {
    method: 'POST',
    body: { email: 'ann@x.test', custom_fields: { list: ['a', 0, false], b: { c: 'deep' } } },
  });
  const html =
    '<p>{{lookup custom_fields.list 0}} {{lookup custom_fields.list 1}} {{lookup custom_fields.list 2}} {{lookup (lookup custom_fields "b") "c"}}{{#if (lookup custom_fields "x")}}!{{/if}}</p>';
  expect((await sendCampaign(emulator, mailing({ html }))).status).toBe(200);
  const mail = await emulator.inbox.waitFor({ to: 'ann@x.test' });
  expect([mail.missing, mail.text?.trim()]).toEqual([[], 'a 0 false deep']);
});
