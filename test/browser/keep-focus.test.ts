import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { EmulatorHandle } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();

const press = async (page: Page, name: string, within = 'main') => {
  const button = page.locator(within).getByRole('button', { name, exact: true }).first();
  // What it acts on may not be loaded yet; a key is not held back for that, as a click is.
  await expect.poll(() => button.isEnabled()).toBe(true);
  await button.press('Enter');
};
const confirm = (page: Page, name: string) => press(page, name, 'dialog');

const focusIn = (page: Page, selector: string) =>
  page.evaluate(
    (place) => document.querySelector(place)?.contains(document.activeElement) ?? false,
    selector,
  );

const body = { name: 'N', subject: 'S', from_email: 'n@x.test', content: { html: '<p>a</p>' } };
const contact = async (emulator: EmulatorHandle) =>
  (await callApi<{ id: string }>(emulator, '/contacts', { method: 'POST', body: { email: 'ada@x.test' } }))
    .data.id;

/** Acts whose own button is gone afterwards, by keys alone. */
const acts = [
  {
    name: 'a campaign that is sent',
    async hash(emulator: EmulatorHandle) {
      await contact(emulator);
      const made = { ...body, recipients: { type: 'all' } };
      const call = { method: 'POST', body: made };
      return `#/campaigns/${(await callApi<{ id: string }>(emulator, '/campaigns', call)).data.id}`;
    },
    async act(page: Page) {
      await press(page, 'Send');
      await confirm(page, 'Send');
      await page.getByRole('button', { name: 'Send', exact: true }).waitFor({ state: 'detached' });
    },
  },
  {
    name: 'a contact that is deleted',
    hash: async (emulator: EmulatorHandle) => `#/contacts/${await contact(emulator)}`,
    async act(page: Page) {
      await press(page, 'Delete');
      await page.getByRole('article', { name: 'Contact' }).waitFor({ state: 'detached' });
    },
  },
  {
    name: 'an endpoint that is deleted',
    async hash(emulator: EmulatorHandle) {
      return `#/webhooks/${(await emulator.webhooks.add({ url: 'http://127.0.0.1:9/' })).id}`;
    },
    async act(page: Page) {
      await press(page, 'Remove');
      await page.getByRole('article', { name: 'Endpoint' }).waitFor({ state: 'detached' });
    },
  },
  {
    name: 'all mail that is deleted',
    async hash(emulator: EmulatorHandle) {
      await sendMails(emulator, ['One', 'Two']);
      return '#/inbox';
    },
    async act(page: Page) {
      await press(page, 'Delete all');
      await confirm(page, 'Delete all');
      await page.getByText('Nothing has landed yet').waitFor();
    },
  },
  {
    name: 'a suppression that is lifted',
    async hash(emulator: EmulatorHandle) {
      await emulator.suppressions.add('ada@x.test', 'manual');
      return '#/settings/suppressions';
    },
    async act(page: Page) {
      await page.getByRole('button', { name: /^Lift/ }).press('Enter');
      await page.getByText('No address is suppressed').waitFor();
    },
  },
  {
    name: 'a snapshot that is deleted',
    async hash(emulator: EmulatorHandle) {
      await emulator.snapshots.save('one');
      return '#/settings/snapshots';
    },
    async act(page: Page) {
      await page.getByRole('button', { name: 'Delete one' }).press('Enter');
      await confirm(page, 'Delete the snapshot');
      await page.getByText('No snapshot yet').waitFor();
    },
  },
];

/** Acts whose own button is off afterwards, or out of sight. */
const offActs = [
  {
    name: 'all mail that is read',
    async hash(emulator: EmulatorHandle) {
      await sendMails(emulator, ['One']);
      return '#/inbox';
    },
    async act(page: Page) {
      await press(page, 'Mark all as read');
      await page.getByTitle('All mail is read').waitFor();
    },
  },
  {
    name: 'a mail that is unsubscribed from',
    async hash(emulator: EmulatorHandle) {
      await sendMails(emulator, ['One']);
      return `#/inbox/${(await emulator.inbox.list())[0]?.id}`;
    },
    async act(page: Page) {
      await press(page, 'Simulate unsubscribe');
      await page.locator('[aria-label="Simulate unsubscribe"]:disabled').waitFor();
    },
  },
  {
    name: 'the log that is emptied',
    async hash(emulator: EmulatorHandle) {
      await callApi(emulator, '/contacts');
      return '#/requests';
    },
    async act(page: Page) {
      await press(page, 'Empty');
      await confirm(page, 'Empty the log');
      await page.getByRole('button', { name: 'Empty', exact: true, disabled: true }).waitFor();
    },
  },
  {
    name: 'a section that takes the place of their list',
    hash: () => '#/settings',
    async act(page: Page) {
      await page.setViewportSize({ width: 640, height: 800 });
      await page.getByRole('link', { name: 'Demo' }).press('Enter');
      await page.getByRole('heading', { name: 'Demo' }).waitFor();
    },
  },
];

it.each([...acts, ...offActs])('the focus stays in the page after $name', async ({ hash, act }) => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, await hash(emulator));
  await act(page);
  // What is off or out of sight loses the focus when the page is drawn.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  expect(await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement))).toBe(
    true,
  );
});

it.each(['contacts', 'campaigns'])('the focus goes back into the page after Undo in %s', async (kind) => {
  const emulator = await useEmulator();
  const id = await contact(emulator);
  const call = { method: 'POST', body: { ...body, recipients: { type: 'all' } } };
  const campaign = (await callApi<{ id: string }>(emulator, '/campaigns', call)).data.id;
  const page = await openPage(emulator, `#/${kind}/${kind === 'contacts' ? id : campaign}`);
  await press(page, 'Delete');
  await page.getByRole('article').waitFor({ state: 'detached' });
  await expect.poll(() => focusIn(page, 'main')).toBe(true);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await page.getByTestId('toast').filter({ hasText: 'is back' }).waitFor();
  await expect.poll(() => focusIn(page, 'main .rows-scroll')).toBe(true);
  // Where it was is gone meanwhile with a notice that was dismissed.
  await page.getByRole('button', { name: 'Dismiss' }).press('Enter');
  await expect.poll(() => focusIn(page, 'main .rows-scroll')).toBe(true);
});

it.each(['Contacts', 'Settings: Clock', 'Inbox'])(
  'the focus is in %s once that was chosen in the palette',
  async (name) => {
    const page = await openPage(await useEmulator(), '#/campaigns');
    await page.getByRole('link', { name: 'Webhooks', exact: true }).focus();
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: /^Find a page/ });
    await field.fill(name);
    await page.locator('[role=option][aria-selected=true]').filter({ hasText: name }).waitFor();
    await field.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focusIn(page, 'main')).toBe(true);
    const [link = ''] = name.split(':');
    await expect.poll(() => page.locator('nav a[aria-current=page]').allInnerTexts()).toContain(link);
    await expect.poll(() => page.locator('main[aria-busy=true]').count()).toBe(0);
    expect(await focusIn(page, 'main')).toBe(true);
  },
);
