import { expect, it } from 'vitest';
import { axeFindings } from '../support/axe.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';

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
