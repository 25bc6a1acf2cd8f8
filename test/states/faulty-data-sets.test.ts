import { rm, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { Contact } from '../../src/contract/contact.js';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useFile } from '../support/process.js';

it('a reset to data sets that are not there, or are faulty by now, costs nothing', async () => {
  const reset = (emulator: EmulatorHandle) =>
    callControl(emulator, '/reset', { method: 'POST', body: { to: 'fixtures', all: true } });
  const emails = async (emulator: EmulatorHandle) =>
    (await callApi<Contact[]>(emulator, '/contacts')).data.map(({ email }) => email);
  const contacts = [{ email: 'b@example.com' }];

  const none = await useEmulator();
  await none.seed({ fixture: { contacts } });
  const refused = await reset(none);
  expect([refused.status, refused.error.details.field]).toEqual([400, 'to']);
  expect(await emails(none)).toEqual(['b@example.com']);

  const file = await useFile('mine.json', '{"contacts": [{"email": "a@example.com"}]}');
  const emulator = await useEmulator({ fixture: [file] });
  await emulator.seed({ fixture: { contacts }, replace: true });
  const twice = '{"contacts": [{"email": "a@example.com"}, {"email": "A@example.com"}]}';
  for (const faulty of ['{"contacts": [{"email": "nope"}]}', twice, null]) {
    await (faulty === null ? rm(file) : writeFile(file, faulty));
    const { status, error } = await reset(emulator);
    expect([status, error.details.field]).toEqual([400, 'to']);
    expect(error.details.issue).toContain(file);
  }
  expect(await emails(emulator)).toEqual(['b@example.com']);
});

it('data sets of which the second cannot follow the first leave things as they were', async () => {
  const first = await useFile(
    'first.json',
    '{"contacts": [{"email": "a@example.com"}], "keys": [{"name": "k"}]}',
  );
  const second = await useFile('second.json', '{"webhooks": [{"url": "http://127.0.0.1:9/hook"}]}');
  const emulator = await useEmulator({ fixture: [first, second] });
  await writeFile(second, '{"contacts": [{"email": "A@example.com"}], "keys": [{"name": "k2"}]}');
  const reset = { method: 'POST', body: { to: 'fixtures', all: true } };
  const { status, error } = await callControl(emulator, '/reset', reset);
  expect([status, error.details.field]).toEqual([400, 'to']);
  expect(error.details.issue).toContain(`${second}:1: contacts[0].email`);
  const contacts = (await callApi<Contact[]>(emulator, '/contacts')).data.map(({ email }) => email);
  const keys = (await callControl<{ name: string }[]>(emulator, '/keys')).data.map(({ name }) => name);
  expect([contacts, keys.sort()]).toEqual([['a@example.com'], ['From --api-key', 'k']]);
  expect(await emulator.webhooks.list()).toHaveLength(1);
});

const campaign = { name: 'x', subject: 's', from_email: 'a@b.test', recipients: { type: 'all' } };
const content = { text: 'x' };
/** The first contact that `generate` invents, for the seed that it has by itself. */
const invented = 'rania.carlsen0@example.net';
const twin = { id: 'campaign_aaaaaaaa', ...campaign, content };

it.each([
  ['contacts.0.email', { contacts: [{ email: 'nope' }] }],
  ['contacts.0.id', { contacts: [{ id: 'nope', email: 'a@example.com' }] }],
  ['contacts.1.email', { contacts: [{ email: 'a@example.com' }, { email: 'A@example.com' }] }],
  [
    'contacts.1.id',
    { contacts: ['a@x.test', 'b@x.test'].map((email) => ({ id: 'contact_aaaaaaaa', email })) },
  ],
  ['generate.seed', { generate: { contacts: 10 }, contacts: [{ email: invented }] }],
  ['campaigns.1.id', { campaigns: [twin, twin] }],
  ['campaigns.0.subject', { campaigns: [{ ...campaign, content, subject: '{{#if' }] }],
  ['campaigns.0.content.text', { campaigns: [{ ...campaign, content: { text: '{{nohelper 1}}' } }] }],
  ['webhooks.0.url', { webhooks: [{ url: 'http://169.254.169.254/' }] }],
  ['clock.rate', { clock: { at: '9999-12-31T23:00:00Z', rate: 1000 } }],
  ['clock.rate', { clock: { rate: 1_000_001 } }],
])('a faulty %s of a data set is named, and costs nothing', async (field, faulty) => {
  const emulator = await useEmulator();
  await emulator.seed({ fixture: { contacts: [{ email: 'kept@example.com' }] } });
  const body = { fixture: faulty, replace: true };
  const { status, error } = await callControl(emulator, '/fixtures', { method: 'POST', body });
  expect([status, error.details.field]).toEqual([400, `fixture.${field}`]);
  expect(error.details.issue).not.toMatch(/Invalid input/);
  expect((await callApi<Contact[]>(emulator, '/contacts')).data.map(({ email }) => email)).toEqual([
    'kept@example.com',
  ]);
  expect((await callControl(emulator, '/clock')).data).toMatchObject({ rate: 1, frozen: false });
});

it.each([
  [
    'bad.json',
    '{\n  "contacts": [\n    {"email": "a@example.com"},\n    {"email": "nope"}\n  ]\n}',
    ':4: contacts[1].email: Invalid email format',
  ],
  [
    'twice.json',
    '{"contacts": [\n{"email": "a@example.com"},\n{"email": "A@example.com"}]}',
    ':3: contacts[1].email: Expected an address that no contact has',
  ],
  ['broken.json', '{\n"contacts": [,]\n}', ':2: not valid JSON'],
  ['list.json', '{"contacts": [],\n"contacts": []\n}', ':2: contacts stands twice'],
  [
    'key.json',
    '{"contacts": [\n{"email": "a@example.com",\n"email": "b@example.com"}\n]}',
    ':3: contacts[0].email stands twice',
  ],
  ['behind.json', '{"contacts": []}\nmore', ':2: not valid JSON: unexpected "more"'],
  [
    'twin.csv',
    'email,First name,plan,first_name\na@example.com,A,x,B\n',
    ':1: Expected each heading once, got it in the columns 2 ("First name") and 4 ("first_name")',
  ],
  [
    'own.csv',
    'email,plan,plan\na@example.com,A,B\n',
    ':1: Expected each heading once, got it in the columns 2 ("plan") and 3',
  ],
  ['field.json', '{\n"contact": []\n}', 'Unrecognized key: "contact"'],
  [
    'template.json',
    '{"campaigns": [\n{"name": "x", "subject": "{{#if", "from_email": "a@b.test", "recipients": {"type": "all"}, "content": {"text": "x"}}]}',
    ':2: campaigns[0].subject: Expected a valid handlebars template',
  ],
  [
    'people.csv',
    'email,status\na@example.com,active\nb@example.com,gone\n',
    ':3: status: Expected "active" or "unsubscribed"',
  ],
])('names file, line and field of a fault in %s', async (name, content, message) => {
  const file = await useFile(name, content);
  await expect(startEmulator({ fixture: [file] })).rejects.toThrow(message);
  await expect(startEmulator({ fixture: [file] })).rejects.toThrow(file);
});

it('an export with a faulty template stops the start with its file and field', async () => {
  const emulator = await useEmulator();
  await emulator.seed({ fixture: { campaigns: [{ ...campaign, content }] } });
  const exported = (await emulator.export()).toString('utf8');
  const faulty = exported.replace('"text":"x"', '"text":"{{#if"');
  expect(faulty).not.toBe(exported);
  const file = await useFile('faulty.json', faulty);
  await expect(startEmulator({ fixture: [file] })).rejects.toThrow(
    `${file}: campaigns[0].content.text: Expected a valid handlebars template`,
  );
});
