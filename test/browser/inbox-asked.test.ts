import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeInBothThemes } from '../support/axe.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();

it('keeps searches under names in the browser, by keyboard too, and axe-core finds nothing', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['Invoice 1', 'News']);
  const page = await openPage(emulator, '', { width: 320, height: 700 });
  await page.getByTestId('mail-row').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('subject:invoice');
  await page.getByText('1 of 2 match').waitFor();
  await page.getByRole('button', { name: 'Saved searches' }).press('Enter');
  const panel = page.getByRole('group', { name: 'Saved searches' });
  await panel.getByLabel('Name').fill('All the bills, of every year and every country');
  await page.keyboard.press('Enter');
  const chip = page.getByRole('button', { name: 'All the bills' }).first();
  await chip.waitFor();
  expect(await axeInBothThemes(page)).toEqual([]);
  await expect
    .poll(() => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'))
    .toBe(true);

  await panel.getByRole('button', { name: /^Rename All the bills/ }).press('Enter');
  await panel.getByLabel(/^New name/).fill('Bills');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Clear search' }).click();
  await page.getByText('2 messages').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Bills', pressed: false }).press('Enter');
  await page.getByText('1 of 2 match').waitFor();
  await page.getByRole('button', { name: 'Saved searches' }).click();
  await panel.getByRole('button', { name: 'Remove Bills' }).click();
  await page.getByRole('button', { name: 'Bills' }).first().waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate('localStorage.getItem("maildrone.searches")')).toBe('[]');
});

it('loads at most 40 kB of script and style, packed, for an inbox with mail, and the code of the opened page alone', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['One']);
  const page = await openPage(emulator, '');
  await page.getByRole('option', { name: /One/ }).waitFor();
  const codeIn = () =>
    page.evaluate<string[]>(
      `performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /\\.(js|css)$/.test(name))`,
    );
  const loaded = await codeIn();
  const sizes = await Promise.all(
    loaded.map(async (name) => gzipSync(new Uint8Array(await (await fetch(name)).arrayBuffer())).length),
  );
  expect(loaded.length).toBeGreaterThan(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(40_000);
  expect(new Set(loaded).size).toBe(loaded.length);

  await page.goto(`${emulator.url}/?again#/requests`);
  await page.getByRole('heading', { name: 'Requests' }).waitFor();
  const preloaded = await page.evaluate<string[]>(
    `[...document.querySelectorAll('link[rel=modulepreload]')].map(({ href }) => href)`,
  );
  // Styles of a page apply after those of the shell, which they change.
  const sheets = page.evaluate<string[]>('[...document.styleSheets].map(({ href }) => href)');
  expect((await sheets).map((href) => /([a-z-]+)-[\w-]+\.css$/.exec(href)?.[1])).toEqual([
    'index',
    'confirm',
    'pages',
    'requests-page',
  ]);
  const pagesIn = (names: readonly string[]) =>
    names.flatMap((name) => /([a-z]+-page)-[\w-]+\.js$/.exec(name)?.[1] ?? []);
  expect([pagesIn(preloaded), pagesIn(await codeIn())]).toEqual([['requests-page'], ['requests-page']]);
});

/** Stands in for the browser's notifications, which no test can look at. */
const fakeNotifications = (permission: string) => `
  window.told = [];
  window.Notification = class {
    static permission = ${JSON.stringify(permission)};
    static requestPermission = async () => window.Notification.permission;
    constructor(title, { body }) { window.told.push(this); Object.assign(this, { title, body }); }
    close() { window.told = window.told.filter((other) => other !== this); }
  };`;
const hide = (page: Page, hidden: boolean) =>
  page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));`);
const told = (page: Page) =>
  page.evaluate<[string, string][]>('window.told.map(({ title, body }) => [title, body])');

it('tells of new mail while the page is hidden, a burst at once, when asked to and allowed to', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['Before']);
  const page = await openPage(emulator, '');
  const bell = page.getByRole('button', { name: 'Notifications of new mail' });
  await page.evaluate(fakeNotifications('denied'));
  await bell.click();
  await page.getByText('The browser blocks notifications').waitFor();
  await expect.poll(() => bell.getAttribute('aria-pressed')).toBe('false');

  await page.evaluate(fakeNotifications('granted'));
  await bell.click();
  await page.getByRole('button', { name: 'Notifications of new mail', pressed: true }).waitFor();
  await sendMails(emulator, ['Seen']);
  await page.getByRole('option', { name: /Seen/ }).waitFor();
  await hide(page, true);
  await sendMails(emulator, ['One', 'Two', 'Three']);
  await expect.poll(() => told(page), { timeout: 20_000 }).toEqual([['3 new messages', 'To b@x.test']]);
  await hide(page, false);
  expect(await told(page)).toEqual([]);
  await hide(page, true);
  await sendMails(emulator, ['Only']);
  await expect.poll(() => told(page), { timeout: 20_000 }).toEqual([['Only', 'To b@x.test']]);
  await page.evaluate('window.told[0].onclick()');
  await page.getByRole('heading', { name: 'Only' }).waitFor();
  await bell.click();
  await page.getByRole('button', { name: 'Notifications of new mail', pressed: false }).waitFor();
});
