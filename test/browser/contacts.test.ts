import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Connection, Contact } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();

const create = async (emulator: Connection, body: Partial<Contact>) =>
  (await callApi<Contact>(emulator, '/contacts', { method: 'POST', body })).data;
const listOf = (page: Page) => page.getByRole('region', { name: 'Contacts, newest first' });
const rowsOf = (page: Page) => listOf(page).locator('tr.contacts-row');
const detailOf = (page: Page) => page.getByRole('article', { name: 'Contact', exact: true });
const hashOf = (page: Page) => new URL(page.url()).hash;

it('shows the command of a first contact, makes a hundred, and each that the API makes', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/contacts');
  await page.getByText(`curl ${emulator.apiUrl}/contacts`).waitFor();
  await page.getByRole('button', { name: 'Make 100 sample contacts' }).click();
  await page.getByText('100 contacts', { exact: true }).waitFor();
  await create(emulator, { email: 'new@x.test', company: '<b>&' });
  await page.getByText('101 contacts', { exact: true }).waitFor();
  await expect.poll(() => rowsOf(page).first().innerText()).toContain('new@x.test');
  await rowsOf(page).getByText('<b>&').waitFor();
  await expect.poll(() => listOf(page).getByRole('table').getAttribute('aria-rowcount')).toBe('102');
});

it('narrows by search, tags and status, all in the address, and finds nothing in words', async () => {
  const emulator = await useEmulator();
  await create(emulator, { email: 'ada@x.test', tags: ['vip', 'news'] });
  const { id } = await create(emulator, { email: 'bob@x.test', tags: ['vip'] });
  await callApi(emulator, `/contacts/${id}`, { method: 'PUT', body: { status: 'unsubscribed' } });
  const page = await openPage(emulator, '#/contacts');
  await page.getByLabel('Filter by tag').fill('VIP');
  await page.keyboard.press('Enter');
  await page.getByText('2 of 2 contacts match').waitFor();
  await page.getByRole('button', { name: 'Unsubscribed' }).click();
  await page.getByText('1 of 2 contacts matches').waitFor();
  expect(hashOf(page)).toBe('#/contacts?tags=VIP&status=unsubscribed');
  await page.reload();
  await expect.poll(() => rowsOf(page).allInnerTexts()).toEqual([expect.stringContaining('bob@x.test')]);
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill('ada');
  await page.getByText('No contact matches').waitFor();
  await page.getByRole('button', { name: 'Show all contacts' }).click();
  await expect.poll(() => rowsOf(page).count()).toBe(2);
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill('x'.repeat(201));
  await page.getByText('Expected at most 200 characters').waitFor();
});

it('opens a contact by its address: what its address does, its mail, its events, a suppression to lift', async () => {
  const emulator = await useEmulator();
  const { id } = await create(emulator, {
    email: 'ada+bounce@x.test',
    first_name: 'Ada',
    custom_fields: { plan: { seats: 3 } },
  });
  const campaign = {
    ...{ name: 'News', subject: 'Hello {{first_name}}', from_email: 'n@x.test' },
    ...{ content: { text: 'Hi' }, recipients: { type: 'all' } },
  };
  const { data } = await callApi<{ id: string }>(emulator, '/campaigns', { method: 'POST', body: campaign });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle();
  const page = await openPage(emulator, `#/contacts/${id}`);
  const detail = detailOf(page);
  await detail.getByText('+bounce in its address: mail to it bounces for good (550 5.1.1)').waitFor();
  await detail.getByText('{"seats":3}').waitFor();
  await detail.getByRole('region', { name: 'Mail' }).getByRole('link', { name: 'Hello Ada' }).waitFor();
  await expect
    .poll(() => detail.getByRole('region', { name: 'Events' }).getByRole('listitem').count())
    .toBe(2);
  await rowsOf(page).getByText('Bounced').waitFor();
  await detail.getByRole('button', { name: 'Lift' }).click();
  await rowsOf(page).getByText('Bounced').waitFor({ state: 'detached' });
  expect(await emulator.suppressions.list()).toEqual([]);
  await detail.getByRole('button', { name: 'Unsubscribe' }).click();
  await detail.getByText('it is unsubscribed').waitFor();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await detail.getByRole('button', { name: 'Unsubscribe' }).waitFor();
  await detail.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(/ is back$/).waitFor();
  await page.locator('tr.contacts-row a').first().click();
  await detail.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.getByText('No contact yet').waitFor();
  expect(hashOf(page)).toBe('#/contacts');
});

it('creates a contact, with each fault at its field, and edits it', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/contacts');
  await page.getByRole('button', { name: 'Add a contact' }).click();
  const email = page.getByLabel('Email', { exact: true });
  await email.fill('ada');
  await page.getByRole('button', { name: 'Add the contact' }).click();
  await page.getByText('Invalid email format').waitFor();
  await expect
    .poll(() => email.evaluate((input) => [input.ariaInvalid, input === document.activeElement]))
    .toEqual(['true', true]);
  await email.fill('ada@x.test');
  await page.getByLabel('Tags, separated by commas').fill('vip, news');
  await page.getByRole('button', { name: 'Add a custom field' }).click();
  await page.getByLabel('Key of custom field 1').fill('age');
  await page.getByLabel('Type of custom field 1').selectOption('number');
  await page.getByLabel('Value of custom field 1').fill('many');
  await page.getByRole('button', { name: 'Add the contact' }).click();
  await page.getByText('Expected a number such as 42').waitFor();
  await page.getByLabel('Value of custom field 1').fill('36');
  await page.getByRole('button', { name: 'Add the contact' }).click();
  await detailOf(page).getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Company').fill('Engines');
  await page.getByRole('button', { name: 'Remove custom field 1' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await detailOf(page).getByText('Engines').waitFor();
  const [contact] = (await callApi<Contact[]>(emulator, '/contacts')).data;
  expect(contact).toMatchObject({
    ...{ email: 'ada@x.test', company: 'Engines', tags: ['vip', 'news'], custom_fields: {} },
  });
});

it('names the line of a file that is no CSV', async () => {
  const page = await openPage(await useEmulator(), '#/contacts/import');
  await page.getByLabel('Or paste it').fill('email,name\na@x.test,a\nb@x.test,b\nc@x.test,"c');
  await page.getByText('Line 4: Expected the quotation mark that opens a cell to be closed').waitFor();
});

it('imports nothing between a change of how a file is read and its judgement', async () => {
  const page = await openPage(await useEmulator(), '#/contacts/import');
  await page
    .getByLabel('CSV file')
    .setInputFiles({ name: 'p.csv', mimeType: 'text/csv', buffer: Buffer.from('Mail;Who\na@x.test;Ada\n') });
  const button = page.getByRole('button', { name: 'Import 1 contact', exact: true });
  await expect.poll(() => button.isEnabled()).toBe(true);
  await page.getByLabel('Field of column Who').selectOption('name');
  expect(await button.isDisabled()).toBe(true);
  await expect.poll(() => button.isEnabled()).toBe(true);
});

it('imports a CSV file after its columns and faults were looked at', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/contacts/import');
  await page.getByLabel('CSV file').setInputFiles({
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Mail;Who;Level\nada@x.test;Ada Lovelace;gold\nnone;;\n'),
  });
  const faults = page.getByRole('region', { name: 'Faults by line' });
  await faults.getByRole('row', { name: /3 email Invalid email format/ }).waitFor();
  await page.getByLabel('Field of column Who').selectOption('name');
  await page.getByLabel('they are left out').check();
  await page.getByRole('button', { name: 'Import 1 contact', exact: true }).click();
  await page.getByText('1 contact imported').waitFor();
  const { data } = await callApi<Contact[]>(emulator, '/contacts');
  expect(data).toMatchObject([
    { email: 'ada@x.test', first_name: 'Ada', last_name: 'Lovelace', custom_fields: { Level: 'gold' } },
  ]);
});
