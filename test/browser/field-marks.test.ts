import { expect, it } from 'vitest';
import { axeFindings } from '../support/axe.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();

interface Refused {
  at: string;
  field: string;
  value: string;
  act: string;
  /** What stands at the field; null where the browser says it, in its own words. */
  said: string | null;
  /** What the form is to show first. */
  choose?: string;
}

const refused: Refused[] = [
  {
    at: 'settings/faults',
    field: 'Delay',
    value: '5 parsecs',
    act: 'Add the rule',
    said: 'Expected a duration',
  },
  { at: 'settings/faults', field: 'Path', value: 'nope', act: 'Add the rule', said: 'Expected a path' },
  { at: 'settings/faults', field: 'Status', value: '99', act: 'Add the rule', said: null },
  {
    at: 'settings/faults',
    field: 'Reply',
    value: 'no',
    act: 'Add the rule',
    said: 'Expected a 4xx',
    choose: 'smtp',
  },
  {
    at: 'settings/faults',
    field: 'Delay',
    value: 'x',
    act: 'Add the rule',
    said: 'Expected a duration',
    choose: 'smtp',
  },
  {
    at: 'settings/faults',
    field: 'Held back',
    value: 'x',
    act: 'Set the faults',
    said: 'Expected',
    choose: 'webhook',
  },
  {
    at: 'settings/snapshots',
    field: 'Name',
    value: 'bad name!',
    act: 'Save a snapshot',
    said: 'Expected 1 to 64',
  },
  { at: 'settings/snapshots', field: 'Name', value: '', act: 'Save a snapshot', said: null },
  {
    at: 'settings/simulation',
    field: 'Seed',
    value: '-1',
    act: 'Save the simulation',
    said: 'Expected a whole',
  },
  { at: 'settings/limits', field: 'Reads an hour', value: '0', act: 'Save the limits', said: null },
  { at: 'settings/suppressions', field: 'Address', value: 'a@b', act: 'Suppress', said: 'Invalid email' },
  {
    at: 'settings/keys',
    field: 'Name of a new key',
    value: 'a'.repeat(300),
    act: 'Make a key',
    said: 'Expected at',
  },
  { at: 'settings/play', field: 'Clock seconds', value: '0', act: 'Play', said: null },
  { at: 'webhooks/new', field: 'URL', value: 'ftp://x', act: 'Add the endpoint', said: 'Expected an http' },
  { at: 'webhooks/new', field: 'URL', value: 'x', act: 'Add the endpoint', said: null },
];

it.each(refused)('at $at "$value" for $field is marked there, and said', async (form) => {
  const emulator = await useEmulator();
  await emulator.webhooks.add({ url: 'http://127.0.0.1:9/' });
  const page = await openPage(emulator, `#/${form.at}`);
  if (form.choose) await page.getByLabel('Let something go wrong with').selectOption(form.choose);
  const field = page.locator('main').getByLabel(form.field).first();
  await field.fill(form.value);
  await page.getByRole('button', { name: form.act, exact: true }).press('Enter');
  await field.and(page.locator('[aria-invalid=true]:focus')).waitFor();
  const issue = page.locator('.field-issue');
  expect(await issue.count()).toBe(1);
  expect(await issue.innerText()).toContain(form.said ?? '');
  expect(await issue.locator('svg').count()).toBe(1);
  expect(await field.getAttribute('aria-describedby')).toBe(await issue.getAttribute('id'));
  const toast = page.getByTestId('toast').getByRole('button', { name: 'Dismiss' });
  if ((await toast.count()) > 0) await toast.click();
  await page.getByTestId('toast').waitFor({ state: 'detached' });
  expect(await axeFindings(page)).toEqual([]);
  // Until it is changed.
  await field.fill('1');
  await issue.waitFor({ state: 'detached' });
});

it('a time that is refused is marked in the question for it, which stays', async () => {
  const emulator = await useEmulator();
  const text = { name: 'Spring', subject: 'Hello', from_email: 'a@x.test', content: { text: 'Hello' } };
  const body = { ...text, recipients: { type: 'all' } };
  const { data } = await callApi<{ id: string }>(emulator, '/campaigns', { method: 'POST', body });
  const page = await openPage(emulator, `#/campaigns/${data.id}`);
  await page.getByRole('button', { name: 'Schedule', exact: true }).click();
  const question = page.getByRole('dialog');
  const field = question.getByLabel('Time, on the clock of the workspace');
  const marked = field.and(page.locator('[aria-invalid=true]:focus'));
  const issue = question.locator('.field-issue');
  const send = question.getByRole('button', { name: 'Schedule' });
  for (const [value, said] of [
    ['2020-01-01T10:00', 'This has passed'],
    ['', 'Expected a date and a time'],
  ] as const) {
    await field.fill(value);
    await marked.waitFor();
    expect(await issue.innerText()).toBe(said);
    expect(await field.getAttribute('aria-describedby')).toBe(await issue.getAttribute('id'));
    expect([await send.getAttribute('aria-disabled'), await send.getAttribute('title')]).toEqual([
      'true',
      said,
    ]);
  }
  await field.fill('2090-01-01T10:00');
  await issue.waitFor({ state: 'detached' });
  await page.route('**/campaigns/*', (route) => route.abort());
  await send.click();
  await marked.waitFor();
  expect(await issue.innerText()).toBe('The emulator does not answer');
  await page.unroute('**/campaigns/*');
  await field.fill('2090-01-01T11:00');
  await send.click();
  await question.waitFor({ state: 'detached' });
  await page.getByTestId('toast').getByText('The campaign is scheduled').waitFor();
});

it('faults of a contact stand at its fields, the key of a custom field among them, until those are changed', async () => {
  const page = await openPage(await useEmulator(), '#/contacts/new');
  const add = page.getByRole('button', { name: 'Add the contact' });
  const issues = page.locator('.field-issue');
  await page.getByRole('button', { name: 'Add a custom field' }).click();
  const [key, value] = ['Key', 'Value'].map((part) => page.getByLabel(`${part} of custom field 1`));
  if (!key || !value) throw new Error('Expected fields for a key and a value');
  await value.fill('x');
  await add.press('Enter');
  await key.and(page.locator('[aria-invalid=true]:focus')).waitFor();
  expect(await value.getAttribute('aria-invalid')).toBe('false');
  expect(await key.getAttribute('aria-describedby')).toBe(await issues.getAttribute('id'));
  await key.fill('plan');
  await issues.waitFor({ state: 'detached' });
  const email = page.getByLabel('Email');
  await add.press('Enter');
  await email.and(page.locator('[aria-invalid=true]:focus')).waitFor();
  expect(await issues.locator('svg').count()).toBe(1);
  await email.fill('ada@x.test');
  await issues.waitFor({ state: 'detached' });
});
