import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { EmulatorHandle } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();
const again = ({ url }: EmulatorHandle) => useEmulator({ port: Number(new URL(url).port) });
const live = (page: Page) => page.getByText('Live', { exact: true }).waitFor();

/** How far a text reaches beyond its place. */
const cutOf = (text: Locator) =>
  text.evaluate(
    (element: { scrollWidth: number; clientWidth: number; scrollHeight: number; clientHeight: number }) => [
      element.scrollWidth - element.clientWidth,
      element.scrollHeight - element.clientHeight,
    ],
  );

async function openStopped(): Promise<[Page, EmulatorHandle]> {
  const emulator = await useEmulator();
  await sendMails(emulator, ['One', 'Two']);
  const page = await openPage(emulator, '');
  await page.getByRole('option', { name: /One/ }).waitFor();
  await emulator.stop();
  await page.getByText('Reconnecting', { exact: true }).waitFor();
  return [page, emulator];
}

it('"Reload" keeps the page while nobody answers, and it comes by itself once somebody does', async () => {
  const [page, emulator] = await openStopped();
  await page.getByRole('link', { name: 'Requests', exact: true }).click();
  await page.getByRole('button', { name: 'Reload' }).press('Enter');
  await page.getByText('Still no answer').waitFor();
  expect(page.url()).toBe(`${emulator.url}/#/requests`);
  await again(emulator);
  await live(page);
  await page.getByRole('heading', { name: 'Requests', exact: true, level: 1 }).waitFor();
});

/** What is opened by code that comes when it is first needed, and has no place of its own in the page. */
it('what cannot be opened while nobody answers is told, each time, and nothing is left half open', async () => {
  const [page] = await openStopped();
  const toast = page.getByTestId('toast');
  const asked: [name: string, ask: () => Promise<void>][] = [
    ['The question before it', () => page.getByRole('button', { name: 'Delete all' }).click()],
    ['The search for anything', () => page.keyboard.press('Control+k')],
    ['The list of keys', () => page.keyboard.press('?')],
    ['The search help', () => page.getByRole('button', { name: 'What the search understands' }).click()],
    ['Saved searches', () => page.getByRole('button', { name: 'Saved searches' }).click()],
    [
      'What to do with the selection',
      () => page.getByRole('option', { name: /One/ }).click({ modifiers: ['Shift'] }),
    ],
  ];
  for (const [name, ask] of [...asked, ...asked.slice(0, 5)]) {
    await ask();
    await toast.getByText(`${name} could not be loaded: The emulator does not answer`).waitFor();
    await toast.getByRole('button', { name: 'Dismiss' }).click();
    await toast.waitFor({ state: 'detached' });
    expect(await page.locator('[aria-expanded=true], [aria-selected=true], dialog').count()).toBe(0);
  }
});

it('keys of the inbox give it the focus wherever they begin, and what is read keeps it', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['One', 'Two', 'Three']);
  const page = await openPage(emulator, '');
  await page.getByRole('option', { name: /One/ }).waitFor();
  const list = page.locator('[role=listbox][aria-activedescendant]:focus');
  const blur = () => page.evaluate('document.activeElement.blur()');
  for (const key of ['j', 'k', 'x', 'Escape', 'u', 'End', 'Enter', '#']) {
    await blur();
    await page.keyboard.press(key);
    await list.waitFor();
  }
  await page.getByRole('button', { name: 'Bounced' }).focus();
  await page.keyboard.press('j');
  await list.waitFor();
  const tab = page.getByRole('tab', { name: 'Headers' });
  await tab.press('Enter');
  await page.keyboard.press('k');
  await expect
    .poll(() => tab.evaluate((element: { matches(s: string): boolean }) => element.matches(':focus')))
    .toBe(true);
});

it('a question knows how many mails go, also where the list need not', async () => {
  const emulator = await useEmulator();
  await sendMails(
    emulator,
    Array.from({ length: 130 }, (_, at) => `Mail ${at}`),
  );
  const page = await openPage(emulator, '#/inbox?q=mail');
  await page.getByText(/^(101\+|130) of 130 match/).waitFor();
  // What it deletes stands on the button, however long the counts are.
  for (const width of [1280, 390, 320]) {
    await page.setViewportSize({ width, height: 700 });
    await page.getByTestId('counts').locator('b').waitFor();
    const label = page.getByRole('button', { name: /^Delete / }).locator('span');
    await expect.poll(() => cutOf(label)).toEqual([0, 0]);
  }
  await page.getByRole('button', { name: /^Delete / }).click();
  await page.getByRole('heading', { name: 'Delete the 130 that match?' }).waitFor();
});

it.each([
  ['What the search understands', 'What the search understands'],
  ['Saved searches', 'Saved searches'],
])('Escape closes "%s", and the search stays', async (button, panel) => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['One']);
  const page = await openPage(emulator, '#/inbox?q=one');
  await page.getByRole('option', { name: /One/ }).waitFor();
  await page.getByRole('button', { name: button }).press('Enter');
  const group = page.getByRole('group', { name: panel });
  await group.waitFor();
  await page.keyboard.press('Escape');
  await group.waitFor({ state: 'detached' });
  expect(new URL(page.url()).hash).toBe('#/inbox?q=one');
});

it.each([
  ['inbox', 'Search mail', 'The list could not be fetched'],
  ['contacts', 'Search contacts', 'The contacts could not be fetched'],
  ['campaigns', 'Name or subject', 'The campaigns could not be fetched'],
  ['requests', 'Path', 'The calls could not be fetched'],
])('%s: a search that nobody answers shows no rows of the one before it', async (hash, field, said) => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['One']);
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'one@x.test' } });
  const text = { name: 'One', subject: 'One', from_email: 'a@x.test', content: { text: 'One' } };
  const body = { ...text, recipients: { type: 'all' } };
  await callApi(emulator, '/campaigns', { method: 'POST', body });
  const page = await openPage(emulator, `#/${hash}`);
  const rows = page.locator('main :is([role=option], tbody tr)');
  await rows.first().waitFor();
  await page.route('**/_emulator/**', (route) => route.abort());
  await page.getByRole('searchbox', { name: field }).fill('another');
  await page.getByText(said).waitFor();
  expect(await rows.count()).toBe(0);
  await page.unroute('**/_emulator/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText(said).waitFor({ state: 'detached' });
});
