import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();

const callsOf = (page: Page) => page.getByRole('region', { name: 'Calls, newest first' });

it('shows the command of a first call, then each call as it is answered', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/requests');
  await page.getByText(`curl ${emulator.apiUrl}/contacts`).waitFor();
  await callApi(emulator, '/contacts?search=ada');
  const row = callsOf(page).getByRole('row', { name: /GET \/v2\/contacts\?search=ada/ });
  await row.waitFor();
  await expect.poll(() => row.innerText()).toMatch(/200/);
  await page.getByText('1 of 1,000', { exact: true }).waitFor();
});

it('narrows the list to errors, warnings, undocumented routes and a path, all in the address', async () => {
  const emulator = await useEmulator();
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'none' } });
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ada@x.test', nick: 'A' } });
  const { data } = await callApi<{ id: string }[]>(emulator, '/contacts');
  await callApi(emulator, `/contacts/${data[0]?.id}`);
  const page = await openPage(emulator, '#/requests');
  const rows = callsOf(page).locator('tbody tr');
  await expect.poll(() => rows.count()).toBe(4);
  for (const [name, count, remark] of [
    ['Errors', 1, /email: .*expected an ASCII address/],
    ['Warnings', 2, /unknown field "nick"/],
    ['Undocumented', 1, /undocumented/],
  ] as const) {
    await page.getByRole('button', { name }).click();
    await expect.poll(() => rows.count()).toBe(count);
    expect((await rows.allInnerTexts()).join('\n')).toMatch(remark);
  }
  await page.getByRole('button', { name: 'Undocumented' }).click();
  await page.getByRole('searchbox', { name: 'Path' }).fill('/v2/contacts/*');
  await expect.poll(() => rows.count()).toBe(1);
  await page.reload();
  await expect.poll(() => rows.count()).toBe(1);
});

it('opens a call by its address, with both sides and no credentials, and goes back', async () => {
  const emulator = await useEmulator();
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ada@x.test', company: '<b>&' } });
  const [call] = await emulator.requests.list();
  const page = await openPage(emulator, '#/requests');
  await callsOf(page).getByRole('link', { name: /POST/ }).click();
  const detail = page.getByRole('article', { name: 'Call' });
  await detail.getByText('"company": "<b>&"').first().waitFor();
  expect(new URL(page.url()).hash).toBe(`#/requests/${call?.id}`);
  await detail
    .getByText(/headers?$/)
    .first()
    .click();
  expect(await detail.innerText()).not.toContain(emulator.apiKey);
  await page.reload();
  await detail.getByRole('region', { name: 'Answer' }).getByText('"success": true').waitFor();
  await page.keyboard.press('Escape');
  await detail.waitFor({ state: 'detached' });
  await page.goBack();
  await detail.waitFor();
});

it('makes the next call of a route fail, and takes that back', async () => {
  const emulator = await useEmulator();
  await callApi(emulator, '/contacts');
  const page = await openPage(emulator, '#/requests');
  await callsOf(page).getByRole('link', { name: /GET/ }).click();
  const failNext = async (word: string) => {
    await page.getByRole('button', { name: 'Make the next one fail' }).click();
    await page.getByRole('button', { name: word }).click();
    await page.getByText(`The next GET /v2/contacts gets: ${word}`).waitFor();
  };
  await failNext('500 error');
  expect([
    (await callApi(emulator, '/contacts')).status,
    (await callApi(emulator, '/contacts')).status,
  ]).toEqual([500, 200]);
  await failNext('429 limit');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(async () => (await emulator.faults.list()).filter(({ hits }) => hits === 0)).toEqual([]);
  expect((await callApi(emulator, '/contacts')).status).toBe(200);
});

it('empties the log after a question', async () => {
  const emulator = await useEmulator();
  await callApi(emulator, '/contacts');
  const page = await openPage(emulator, '#/requests');
  await page.getByRole('button', { name: 'Empty' }).click();
  await page.getByRole('button', { name: 'Empty the log' }).click();
  await page.getByText('No call yet').waitFor();
  expect(await emulator.requests.list()).toEqual([]);
});

it('shows the calls of one key alone, by address', async () => {
  const emulator = await useEmulator();
  const { key } = await emulator.keys.create({ name: 'Reports' });
  await callApi(emulator, '/contacts');
  await callApi(emulator, '/campaigns', { key });
  const page = await openPage(emulator, '#/requests');
  const rows = page.locator('tbody tr');
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByRole('button', { name: 'Reports' }).click();
  await expect.poll(() => rows.count()).toBe(1);
  await page.reload();
  await rows.getByText('/v2/campaigns').waitFor();
  await expect.poll(() => rows.count()).toBe(1);
});
