import { describe, expect, it } from 'vitest';
import type { Connection, Contact, ContactImport } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

const take = (emulator: Connection, body: object) =>
  callControl<ContactImport>(emulator, '/contacts/import', { method: 'POST', body });
const listOf = async (emulator: Connection) =>
  (await callApi<Contact[]>(emulator, '/contacts?limit=100')).data;

const people = `email,name,company,phone,tags
ada@x.test,Ada King Lovelace,"Engines, Ltd.",+1-555-0100,"vip;news"
grace@x.test,Grace,,,
`;

it('imports the columns name, email, company, phone and tags', async () => {
  const emulator = await useEmulator();
  const { data } = await take(emulator, { csv: people });
  expect(data).toMatchObject({ preview: false, lines: 2, created: 2, updated: 0, unchanged: 0, faulty: 0 });
  expect(data.columns[1]).toEqual({ name: 'name', field: 'name', examples: ['Ada King Lovelace', 'Grace'] });
  expect(await listOf(emulator)).toMatchObject([
    { email: 'grace@x.test', first_name: 'Grace', last_name: null, tags: [] },
    {
      email: 'ada@x.test',
      ...{ first_name: 'Ada', last_name: 'King Lovelace', company: 'Engines, Ltd.', phone: '+1-555-0100' },
      tags: ['vip', 'news'],
    },
  ]);
});

it.each([
  ['E-Mail;First Name;Plan', ['email', 'first_name', 'custom_fields.Plan']],
  ['email\tid\tsubscribed_at\tcustom_fields.plan', ['email', null, null, 'custom_fields.plan']],
  ['\ufeffEmail Address,email,Organisation,status', ['email', null, 'company', 'status']],
  ['"E-mail address";Forename;"Company name"', ['email', 'first_name', 'company']],
  ['"email","constructor"', ['email', 'custom_fields.constructor']],
])('knows the columns of the heading %j', async (csv, fields) => {
  const { data } = await take(await useEmulator(), { csv, preview: true });
  expect(data.columns.map(({ field }) => field)).toEqual(fields);
});

it.each([
  'E-mail address,Forename,Tags\nada@x.test,Ada,"vip;new,old;"',
  'Mail;Full name;Company\nada@x.test;Ada King Lovelace;Engines',
  'email,Plan,custom_fields.seats,,phone number,Mobile\nada@x.test,pro,3,-,+1-555-0100,+1-555-0199',
  'EMAIL\tStatus\tSurname\tfirst-name\nada@x.test\tUnsubscribed\tLovelace\tAda',
])('a data set in CSV is read as an import is: %j', async (csv) => {
  const [imported, seeded] = [await useEmulator(), await useEmulator()];
  await take(imported, { csv });
  await callControl(seeded, '/fixtures', { method: 'POST', body: { csv } });
  const fieldsOf = async (emulator: Connection) => {
    const [contact] = await listOf(emulator);
    return { ...contact, id: '', subscribed_at: '', created_at: '', updated_at: '' };
  };
  expect(await fieldsOf(seeded)).toEqual(await fieldsOf(imported));
});

it('two columns with one heading are a fault that names both, until a call says which is which', async () => {
  const emulator = await useEmulator();
  const csv = 'email,Plan,First name,first_name\nada@x.test,pro,Ada,Augusta';
  const { data } = await take(emulator, { csv, preview: true });
  expect(data).toMatchObject({ lines: 1, created: 0, faulty: 1 });
  const issue = 'Expected each heading once, got it in the columns 3 ("First name") and 4 ("first_name")';
  expect(data.faults).toEqual([{ line: 1, field: 'columns', issue }]);
  const refused = await take(emulator, { csv });
  expect([refused.status, refused.error.details.issue]).toEqual([400, `Line 1, columns: ${issue}`]);
  expect(await listOf(emulator)).toEqual([]);
  await take(emulator, { csv, columns: ['email', null, null, 'first_name'] });
  expect(await listOf(emulator)).toMatchObject([{ email: 'ada@x.test', first_name: 'Augusta' }]);
});

it('a data set in CSV may say ids and times', async () => {
  const emulator = await useEmulator();
  const csv = 'id,email,Created at\ncontact_1a2b3c4d,ada@x.test,2024-03-25T10:00:00Z';
  await callControl(emulator, '/fixtures', { method: 'POST', body: { csv } });
  expect(await listOf(emulator)).toMatchObject([
    { id: 'contact_1a2b3c4d', created_at: '2024-03-25T10:00:00Z' },
  ]);
});

const faulty = `email,tags,status,age
ada@x.test,vip,active,36
none,,,
ADA@x.test,,,
bob@x.test,,gone,
cid@x.test,a
"dan
@x.test",,,
eve@x.test,,unsubscribed,7
`;
const faults = [
  { line: 3, field: 'email', issue: expect.stringContaining('Invalid email format') as string },
  { line: 4, field: 'email', issue: 'Expected each address once; line 2 has it' },
  { line: 5, field: 'status', issue: 'Expected "active" or "unsubscribed"' },
  { line: 6, field: 'line', issue: 'Expected 4 cells, as in the heading; there are 2' },
  { line: 7, field: 'email', issue: expect.stringContaining('Invalid email format') as string },
];

describe('a file with faults', () => {
  it('is judged line by line and changes nothing', async () => {
    const emulator = await useEmulator();
    const { data } = await take(emulator, { csv: faulty, preview: true });
    expect(data).toMatchObject({ preview: true, lines: 7, created: 2, faulty: 5, faults });
    expect(await listOf(emulator)).toEqual([]);
  });

  it('is refused whole, or taken without its faulty lines', async () => {
    const emulator = await useEmulator();
    const refused = await take(emulator, { csv: faulty });
    expect([refused.status, refused.error.details]).toMatchObject([
      400,
      { field: 'csv', line: 3, issue: expect.stringContaining('and 4 more faulty lines') as string },
    ]);
    expect(await listOf(emulator)).toEqual([]);
    expect((await emulator.contacts.import(faulty, { faulty: 'skip' })).created).toBe(2);
    expect(await listOf(emulator)).toMatchObject([
      { email: 'eve@x.test', status: 'unsubscribed', custom_fields: { age: '7' } },
      { email: 'ada@x.test', status: 'active' },
    ]);
  });

  it.each([
    ['email\n"open', 2, /closed/],
    ['email\na@x.test\nb"c"@x.test', 3, /doubled/],
    ['email\n\n\n"a\n@x.test"\n\n"open\n\n', 7, /closed/],
  ])('that is no CSV, as %j, names the line', async (csv, line, issue) => {
    const { status, error } = await take(await useEmulator(), { csv, preview: true });
    expect([status, error.details.field, error.details['line']]).toEqual([400, 'csv', line]);
    expect(error.details.issue).toMatch(issue);
  });

  it.each([
    ['\n\nemail,note\nnone,', 4],
    ['email,note\nada@x.test,"En\ngines"\n\n   \nnone,"a\nb"\nbob@x.test,', 6],
    ['email,note\r\nada@x.test,"l1\r\nl2\r\n"\r\nnone,x\r\n', 5],
    ['email,note\nada@x.test,"a\r\nb"\nbob@x.test,"\r\n"\nnone,', 6],
    ['email,"no\nte"\r\n\r\n"ada@x.test","\n\n"\r\nnone,\r\n', 7],
    [
      `email,note\n${'ada+%@x.test,"a\n"\n'.repeat(9000).replaceAll('%', () => `${Math.random()}`)}none,"\n"`,
      18_002,
    ],
  ])('and rows over several lines names the first line of each: %#', async (csv, line) => {
    const emulator = await useEmulator();
    const { data } = await take(emulator, { csv, preview: true });
    expect(data.faults).toMatchObject([{ line, field: 'email' }]);
    const { error } = await callControl(emulator, '/fixtures', { method: 'POST', body: { csv } });
    expect(`${error.message} ${JSON.stringify(error.details)}`).toContain(`${line}`);
  });

  it('without a column for the address says so, and imports nothing', async () => {
    const emulator = await useEmulator();
    const { data } = await take(emulator, { csv: 'who\nAda', preview: true });
    expect(data).toMatchObject({ lines: 1, faulty: 1, faults: [{ line: 1, field: 'email' }] });
    expect((await take(emulator, { csv: 'who\nAda' })).status).toBe(400);
    expect((await take(emulator, { csv: '', preview: true })).data).toMatchObject({ lines: 0, columns: [] });
  });
});

it.each([
  [{ columns: ['email'] }, 'columns', 'Expected 2 fields, one for each column of the file'],
  [{ columns: ['email', 'email'] }, 'columns[1]', 'Expected each field once'],
  [{ columns: ['email', 'age'] }, 'columns[1]', /^Expected "email", "name".*custom_fields/],
  [{ existing: 'merge' }, 'existing', 'Expected "skip" or "update"'],
  [{ faulty: 'take' }, 'faulty', 'Expected "refuse" or "skip"'],
])('refuses %j', async (options, field, issue) => {
  const { status, error } = await take(await useEmulator(), { csv: 'a,b\nada@x.test,1', ...options });
  expect([status, error.details.field]).toEqual([400, field]);
  expect(error.details.issue).toMatch(issue);
});

it('leaves contacts that are there as they are, or updates them as PUT does', async () => {
  const emulator = await useEmulator();
  await emulator.contacts.import(people);
  await emulator.suppressions.add('grace@x.test', 'complained');
  const [grace] = await listOf(emulator);
  await callApi(emulator, `/contacts/${grace?.id}`, { method: 'PUT', body: { status: 'unsubscribed' } });
  const csv =
    'Email,first_name,tags,status,plan\nGRACE@x.test,,new,active,pro\nada@x.test,Ada,,,\nzoe@x.test,Zoe,,,\n';
  expect((await take(emulator, { csv, preview: true })).data).toMatchObject({ created: 1, unchanged: 2 });
  expect((await take(emulator, { csv, existing: 'update', preview: true })).data).toMatchObject({
    ...{ created: 1, updated: 1, unchanged: 1 },
  });
  await take(emulator, { csv, existing: 'update' });
  expect((await listOf(emulator)).find(({ id }) => id === grace?.id)).toMatchObject({
    ...{ email: 'grace@x.test', first_name: 'Grace', tags: ['new'], status: 'active' },
    custom_fields: { plan: 'pro' },
  });
  expect(await emulator.suppressions.list()).toEqual([]);
});

it('lets other calls have their turn while it reads a large file', async () => {
  const emulator = await useEmulator();
  const lines = Array.from({ length: 5000 }, (_, n) => `p${n}@x.test,Person ${n}`);
  let isReading = true;
  const reading = take(emulator, { csv: `email,name\n${lines.join('\n')}`, preview: true }).finally(
    () => (isReading = false),
  );
  let answered = 0;
  while (isReading) {
    await callControl(emulator, '/health');
    answered += 1;
  }
  expect((await reading).data).toMatchObject({ lines: 5000, created: 5000 });
  expect(answered).toBeGreaterThan(3);
});
