import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { EmulatorHandle } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();
const again = ({ url }: EmulatorHandle) => useEmulator({ port: Number(new URL(url).port) });
const live = (page: Page) => page.getByText('Live', { exact: true }).waitFor();

it('pages that were first opened while nobody answered are there once it is back, without a reload by hand', async () => {
  const first = await useEmulator();
  const page = await openPage(first, '');
  await page.getByText('Nothing has landed yet').waitFor();
  await first.stop();
  await page.getByText('Reconnecting', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.getByRole('heading', { name: 'Contacts could not be loaded' }).waitFor();
  await again(first);
  await live(page);
  for (const name of ['Contacts', 'Campaigns', 'Webhooks', 'Requests', 'Settings']) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  }
});

it('a mail that was first opened while nobody answered stays unread until it is shown', async () => {
  const first = await useEmulator();
  await sendMails(first, ['One', 'Two']);
  const page = await openPage(first, '');
  await page.getByRole('option', { name: /One/ }).waitFor();
  await page.route('**/open-message*.js', (route) => route.abort());
  await page.getByRole('option', { name: /One/ }).click();
  await page.getByRole('heading', { name: 'The message could not be loaded' }).waitFor();
  await page.waitForTimeout(300);
  expect((await first.inbox.list()).map(({ unread }) => unread)).toEqual([true, true]);
  await page.unroute('**/open-message*.js');
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByText('About One').first().waitFor();
  await expect
    .poll(async () => (await first.inbox.list()).map(({ unread }) => unread))
    .toEqual([true, false]);
});

it('a form that is not saved is not lost to a load that comes again', async () => {
  const first = await useEmulator();
  const page = await openPage(first, '#/contacts/new');
  await page.getByLabel('First name').fill('Ada');
  await first.stop();
  await page.getByText('Reconnecting', { exact: true }).waitFor();
  // Its code does not come.
  await page.keyboard.press('Control+k');
  await page.waitForTimeout(200);
  await again(first);
  await live(page);
  await page.waitForTimeout(500);
  expect(await page.getByLabel('First name').inputValue()).toBe('Ada');
  // The code of our own question may not have come either: then the browser asks.
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Close' }).first().click();
  await page.getByRole('article', { name: 'Add a contact' }).waitFor({ state: 'detached' });
  // With nothing to lose it comes again.
  await live(page);
  await expect
    .poll(async () => {
      await page.keyboard.press('Control+k');
      return page.getByRole('dialog', { name: 'Find anything' }).count();
    })
    .toBe(1);
});

it('a workspace that is dropped elsewhere says so at once, and asks for its live view no more', async () => {
  const emulator = await useEmulator();
  const { id } = await emulator.workspace();
  const page = await openPage(emulator, `?workspace=${id}#/inbox`);
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await callControl(emulator, `/workspaces/${id}`, { method: 'DELETE' });
  await page.getByText('There is no workspace').waitFor({ timeout: 3000 });
  const { length } = sockets;
  await page.waitForTimeout(2500);
  expect(sockets.length).toBe(length);
  await page.getByRole('button', { name: 'Open the default workspace' }).click();
  await live(page);
});

it('workspaces that are made elsewhere are in the switch once the page is looked at', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/settings/workspaces');
  const options = () => page.getByRole('combobox', { name: 'Workspace' }).locator('option').allTextContents();
  await expect.poll(options).toEqual(['default']);
  const { id } = await emulator.workspace();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect.poll(options).toContain(id);
  await page.getByRole('main').getByText(id).first().waitFor();
});

const put = (emulator: EmulatorHandle, path: string, body: object) =>
  callControl(emulator, path, { method: 'PUT', body });

/** What the control API changes with no frame, and what the page shows of it. */
const silent = [
  {
    section: 'limits',
    change: (emulator: EmulatorHandle) => put(emulator, '/limits', { mode: 'enforce', read: 77 }),
    isShown: (page: Page) =>
      expect.poll(() => page.getByLabel('Reads an hour').inputValue(), { timeout: 6000 }).toBe('77'),
  },
  {
    section: 'simulation',
    change: (emulator: EmulatorHandle) => put(emulator, '/simulation', { profile: 'classic', seed: 99 }),
    isShown: (page: Page) =>
      expect.poll(() => page.getByLabel('Seed').inputValue(), { timeout: 6000 }).toBe('99'),
  },
  {
    section: 'faults',
    change: (emulator: EmulatorHandle) =>
      emulator.faults.add({ match: { path: '/v2/contacts' }, socket: 'reset' }),
    isShown: (page: Page) =>
      page.locator('main li').getByText('the connection drops').waitFor({ timeout: 6000 }),
  },
  {
    section: 'snapshots',
    change: (emulator: EmulatorHandle) => emulator.snapshots.save('elsewhere'),
    isShown: (page: Page) => page.getByText('elsewhere').waitFor({ timeout: 6000 }),
  },
  {
    section: 'workspaces',
    change: (emulator: EmulatorHandle) => emulator.workspace(),
    isShown: (page: Page) =>
      expect.poll(() => page.getByRole('main').getByText(/^ws_/).count(), { timeout: 6000 }).toBe(1),
  },
  {
    section: 'play',
    async change(emulator: EmulatorHandle) {
      await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ada@x.test' } });
      await callControl(emulator, '/play', { method: 'POST', body: { speed: 1 } });
    },
    isShown: (page: Page) =>
      page.getByRole('button', { name: 'Play at this speed' }).waitFor({ timeout: 6000 }),
  },
];

it.each(silent)(
  'Settings, $section: a change made elsewhere appears',
  async ({ section, change, isShown }) => {
    const emulator = await useEmulator();
    const page = await openPage(emulator, `#/settings/${section}`);
    await expect.poll(() => page.locator('main [aria-busy=true]').count()).toBe(0);
    await change(emulator);
    await isShown(page);
  },
);

it('saving a form changes what was entered in it, and nothing that others changed meanwhile', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/settings/limits');
  await page.getByLabel('Writes an hour').fill('55');
  await put(emulator, '/limits', { mode: 'enforce', read: 77 });
  await page.getByRole('button', { name: 'Save the limits' }).click();
  await page.getByText('The limits are changed').waitFor();
  const limits = await callControl<{ mode: string; read: number; write: number }>(emulator, '/limits');
  expect(limits.data).toMatchObject({ mode: 'enforce', read: 77, write: 55 });
  await page.goto(`${emulator.url}/#/settings/simulation`);
  await page.getByLabel('Speed').fill('3');
  await put(emulator, '/simulation', { profile: 'classic', seed: 99 });
  await page.getByRole('button', { name: 'Save the simulation' }).click();
  await page.getByText('The simulation is changed').waitFor();
  const simulation = await callControl<{ profile: { name: string } }>(emulator, '/simulation');
  expect(simulation.data).toMatchObject({ profile: { name: 'classic' }, seed: 99, speed: 3 });
});

it('the colours that are chosen in one tab are those of all', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '');
  const other = await page.context().newPage();
  await other.goto(`${emulator.url}/#/settings`);
  await other.getByRole('button', { name: 'Dark', exact: true }).click();
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
});
