import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { EmulatorHandle } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();
const post = <T>(emulator: EmulatorHandle, path: string, body?: object) =>
  callApi<T>(emulator, path, { method: 'POST', body });
const addContact = async (emulator: EmulatorHandle, email: string) =>
  (await post<{ id: string }>(emulator, '/contacts', { email })).data.id;
const addCampaign = async (emulator: EmulatorHandle) => {
  const made = {
    ...{ name: 'N', subject: 'S', from_email: 'n@x.test', recipients: { type: 'all' } },
    content: { html: '<p>a</p>' },
  };
  return (await post<{ id: string }>(emulator, '/campaigns', made)).data.id;
};
const click = (page: Page, name: string) =>
  page.locator('main').getByRole('button', { name, exact: true }).first().click();
const toast = (page: Page, text: string) => page.getByTestId('toast').filter({ hasText: text });

it('a deletion that can be undone goes before what is created next, by each page', async () => {
  const emulator = await useEmulator();
  const id = await addContact(emulator, 'ada@x.test');
  const page = await openPage(emulator, `#/contacts/${id}`);
  await click(page, 'Delete');
  await toast(page, 'ada@x.test is deleted').waitFor();
  await page.evaluate(() => (location.hash = '#/contacts/new'));
  await page.getByLabel('Email').fill('ada@x.test');
  await click(page, 'Add the contact');
  await toast(page, 'The contact is there').waitFor();
  const { data } = await callApi<{ id: string }[]>(emulator, '/contacts');
  expect(data).toHaveLength(1);
  expect(data[0]?.id).not.toBe(id);

  // One of another page too, which is left before its deletion is answered.
  const campaign = await addCampaign(emulator);
  const seen: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') seen.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await page.route(`**/campaigns/${campaign}`, async (route) => {
    if (route.request().method() === 'DELETE') await new Promise((done) => setTimeout(done, 700));
    await route.continue();
    if (route.request().method() === 'DELETE') seen.push('deleted');
  });
  await page.goto(`${emulator.url}/#/campaigns/${campaign}`);
  await click(page, 'Delete');
  await toast(page, 'N is deleted').waitFor();
  await page.getByRole('link', { name: 'Webhooks', exact: true }).click();
  await page.evaluate(() => (location.hash = '#/webhooks/new'));
  await page.getByLabel('URL of your receiver').fill('http://127.0.0.1:9/');
  await click(page, 'Add the endpoint');
  await page.getByRole('button', { name: 'Add the endpoint' }).waitFor({ state: 'detached' });
  expect(seen.indexOf('deleted')).toBeGreaterThan(-1);
  expect(seen.indexOf('deleted')).toBeLessThan(seen.indexOf('POST /_emulator/webhooks'));
});

it('what only looks, as a preview does, leaves the way back from a deletion', async () => {
  const emulator = await useEmulator();
  const [gone, other] = [await addCampaign(emulator), await addCampaign(emulator)];
  const page = await openPage(emulator, `#/campaigns/${gone}`);
  await click(page, 'Delete');
  await toast(page, 'N is deleted').waitFor();
  const previewed = page.waitForResponse((answer) => answer.url().includes('/campaigns/preview'));
  await page.evaluate((id) => (location.hash = `#/campaigns/${id}/preview`), other);
  await previewed;
  await page.getByRole('button', { name: 'Undo' }).click();
  await toast(page, 'N is back').waitFor();
  expect((await callApi<unknown[]>(emulator, '/campaigns')).data).toHaveLength(2);
});

it('a deletion that failed is told until that is dismissed, whatever is told later', async () => {
  const emulator = await useEmulator();
  const id = await addContact(emulator, 'ada@x.test');
  const page = await openPage(emulator, `#/contacts/${id}`);
  await page.route(`**/contacts/${id}`, (route) =>
    route.request().method() === 'DELETE' ? route.abort() : route.continue(),
  );
  await page.clock.install();
  await click(page, 'Delete');
  await toast(page, 'ada@x.test is deleted').waitFor();
  await page.clock.runFor(5100);
  const failed = toast(page, 'ada@x.test is not deleted: The emulator does not answer');
  await failed.waitFor();
  await page.clock.runFor(20_000);
  await page.getByRole('link', { name: 'Webhooks', exact: true }).click();
  await page.getByRole('heading', { name: 'Webhooks', exact: true, level: 1 }).waitFor();
  expect(await failed.count()).toBe(1);
  await failed.getByRole('button', { name: 'Dismiss' }).click();
  await failed.waitFor({ state: 'detached' });
});

/** What is edited, what happens to it elsewhere, and what its form says then. */
const losses = [
  {
    name: 'a campaign that is sent',
    async open(emulator: EmulatorHandle) {
      await addContact(emulator, 'ada@x.test');
      const id = await addCampaign(emulator);
      return { hash: `#/campaigns/${id}/edit`, path: `/campaigns/${id}/send`, method: 'POST' };
    },
    field: 'Subject',
    said: 'This campaign has been sent meanwhile and cannot be edited: duplicate it',
    off: ['Save', 'Save and send'],
  },
  {
    name: 'a campaign that is deleted',
    async open(emulator: EmulatorHandle) {
      const id = await addCampaign(emulator);
      return { hash: `#/campaigns/${id}/edit`, path: `/campaigns/${id}`, method: 'DELETE' };
    },
    field: 'Subject',
    said: 'This campaign was deleted meanwhile',
    off: ['Save', 'Save and send'],
  },
  {
    name: 'a contact that is deleted',
    async open(emulator: EmulatorHandle) {
      const id = await addContact(emulator, 'ada@x.test');
      return { hash: `#/contacts/${id}/edit`, path: `/contacts/${id}`, method: 'DELETE' };
    },
    field: 'First name',
    said: 'This contact was deleted meanwhile',
    off: ['Save'],
  },
];

it.each(losses)('the form of $name elsewhere says so, and keeps what was entered', async (loss) => {
  const emulator = await useEmulator();
  const { hash, path, method } = await loss.open(emulator);
  const page = await openPage(emulator, hash);
  await page.getByLabel(loss.field, { exact: true }).fill('Entered');
  await callApi(emulator, path, { method });
  await page.getByRole('alert').filter({ hasText: loss.said }).waitFor();
  for (const name of loss.off) {
    const button = page.getByRole('button', { name, exact: true });
    expect(await button.isDisabled()).toBe(true);
    expect(loss.said).toContain(await button.getAttribute('title'));
  }
  expect(await page.getByLabel(loss.field, { exact: true }).inputValue()).toBe('Entered');
});

it('a form that is refused for what no field can mend says why, and counts no field', async () => {
  const emulator = await useEmulator();
  const id = await addCampaign(emulator);
  const page = await openPage(emulator, `#/campaigns/${id}/edit`);
  const error = { code: 'conflict', message: 'No', details: { field: 'status', issue: 'Expected a draft' } };
  await page.route(`**/campaigns/${id}`, (route) =>
    route.request().method() === 'PUT'
      ? route.fulfill({ status: 409, json: { success: false, error } })
      : route.continue(),
  );
  await click(page, 'Save');
  await toast(page, 'Not saved: Expected a draft').waitFor();
  expect(await page.getByRole('alert').allInnerTexts()).toEqual(['Expected a draft']);
});

it('an import that nobody judged is judged once the connection is back', async () => {
  const first = await useEmulator();
  const page = await openPage(first, '#/contacts/import');
  const text = page.getByRole('textbox').first();
  await text.waitFor();
  await first.stop();
  await page.getByText('Reconnecting', { exact: true }).waitFor();
  await text.fill('email\nada@x.test\n');
  await page.getByText('The emulator does not answer').waitFor();
  const second = await useEmulator({ port: Number(new URL(first.url).port) });
  await page.getByRole('button', { name: 'Import 1 contact' }).waitFor();
  expect(await page.getByText('The emulator does not answer').count()).toBe(0);
  await click(page, 'Import 1 contact');
  await toast(page, '1 contact imported').waitFor();
  expect((await callControl<unknown[]>(second, '/contacts')).data).toHaveLength(1);
});
