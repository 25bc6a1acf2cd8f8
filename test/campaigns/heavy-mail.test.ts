import { expect, it } from 'vitest';
import type { Campaign, Message, MessageSummary } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

/** Too much for the main thread: the page, or what its tags may write. */
const filler = '<p>Some words of a page.</p>\n'.repeat(5000);
const kinds = {
  light: '<p>Dear {{first_name}}, <a href="https://shop.example/?who={{email}}">gooseberry</a></p>',
  heavy: `<p>Dear {{first_name}}, <a href="https://shop.example/?who={{email}}">gooseberry</a></p>${filler}`,
  looping: `{{#each @root.items}}<p>Dear {{@root.first_name}}, <a href="https://shop.example/?who={{@root.email}}">gooseberry</a></p>{{/each}}`,
};
const each = Object.values(kinds);

const email = (html: string, more: object = {}) => ({
  from_email: 'shop@x.test',
  to: 'ada@x.test',
  subject: 'Hi {{first_name}}',
  content: { html },
  variables: { first_name: 'Ada', items: [1] },
  ...more,
});

it('mail is composed alike wherever it is: values, tracked links, search', async () => {
  const emulator = await useEmulator();
  for (const html of each) {
    const sent = await callApi<MessageSummary>(emulator, '/emails', { method: 'POST', body: email(html) });
    expect(sent.status).toBe(201);
    await emulator.settle();
    const mail: Message = await emulator.inbox.get(sent.data.id);
    expect(mail).toMatchObject({ subject: 'Hi Ada' });
    expect(mail.html).toContain('<p>Dear Ada, <a href="http');
    expect(mail.text).toContain('Dear Ada, gooseberry');
    expect(mail.links[0]).toMatchObject({ url: 'https://shop.example/?who=ada@x.test' });
  }
  expect(await emulator.inbox.list({ q: 'gooseberry' })).toHaveLength(each.length);
});

it('a faulty template is a 400 by part and line wherever it is checked, and nothing is left behind', async () => {
  const emulator = await useEmulator();
  for (const html of each) {
    const content = { html: `${html}\n{{#if a}}` };
    const campaign = {
      name: 'n',
      subject: 's',
      from_email: 'a@x.test',
      recipients: { type: 'all' },
      content,
    };
    const answers = [
      await callApi(emulator, '/emails', { method: 'POST', body: email('', { content }) }),
      await callApi(emulator, '/campaigns', { method: 'POST', body: campaign }),
    ];
    for (const { status, error } of answers) {
      expect([status, error]).toMatchObject([400, { details: { field: 'content.html' } }]);
      expect(JSON.stringify(error)).toContain(`line ${html.split('\n').length + 1}`);
    }
  }
  expect(await emulator.inbox.list()).toEqual([]);
});

it('--strict names the value that a mail lacks, wherever it is composed', async () => {
  const emulator = await useEmulator({ strict: true });
  await emulator.seed({ fixture: { contacts: [{ email: 'nameless@x.test' }] } });
  for (const html of each) {
    const content = { html: `${html}{{nickname}}` };
    const campaign = {
      name: 'n',
      subject: 's',
      from_email: 'a@x.test',
      recipients: { type: 'all' },
      content,
    };
    const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body: campaign });
    const { status, error } = await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    expect(status).toBe(400);
    expect(error.details.field).toBe('content.html');
    expect(JSON.stringify(error)).toMatch(/\{\{(?:nickname|@root\.items|first_name)\}\}/);
  }
});

it.each([
  ['subject', { subject: 'Hi {{x}}', content: { html: '<p>{{x}}</p>', text: '{{x}}' } }],
  ['content.html', { subject: 'Hi {{email}}', content: { html: '<p>{{x}}</p>', text: '{{x}}' } }],
  ['content.text', { subject: 'Hi', content: { html: '<p>{{email}}</p>', text: '{{x}}' } }],
  ['content.text', { subject: 'Hi', content: { text: '{{email}} {{x}}' } }],
])('--strict names the part that lacks a value: %s', async (field, parts) => {
  const emulator = await useEmulator({ strict: true });
  await emulator.seed({ fixture: { contacts: [{ email: 'nameless@x.test' }] } });
  const body = { name: 'n', from_email: 'a@x.test', recipients: { type: 'all' }, ...parts };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  const { status, error } = await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  expect([status, error.details.field]).toEqual([400, field]);
  expect(error.details.issue).toMatch(/^Expected a value of \{\{x\}\} for every recipient/);
});

it('a campaign that is edited or sent while its templates are checked is edited and sent as it stands', async () => {
  const emulator = await useEmulator();
  await emulator.seed({ fixture: { contacts: [{ email: 'ada@x.test', first_name: 'Ada' }] } });
  const body = { name: 'n', subject: 's', from_email: 'a@x.test', recipients: { type: 'all' } };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', {
    method: 'POST',
    body: { ...body, content: { html: kinds.heavy } },
  });
  const path = `/campaigns/${data.id}`;
  const edits = await Promise.all([
    callApi(emulator, path, { method: 'PUT', body: { name: 'first', content: { html: `${kinds.heavy}1` } } }),
    callApi(emulator, path, { method: 'PUT', body: { subject: 'second' } }),
  ]);
  expect(edits.map(({ status }) => status)).toEqual([200, 200]);
  const sends = await Promise.all([1, 2].map(() => callApi(emulator, `${path}/send`, { method: 'POST' })));
  expect(sends.map(({ status }) => status).sort()).toEqual([200, 400]);
  await emulator.settle();
  const [mail, ...more] = await emulator.inbox.list();
  expect([mail?.subject, more]).toEqual(['second', []]);
  expect((await callApi<Campaign>(emulator, path)).data.name).toBe('first');
});
