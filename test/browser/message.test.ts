import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { createTransport } from 'nodemailer';
import { chromium } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { Campaign, EmulatorHandle } from '../../src/index.js';
import { startEmulator } from '../../src/index.js';
import { axeFindings } from '../support/axe.js';
import { callApi } from '../support/emulator.js';

/** A campaign to two contacts with an endpoint that nobody listens at, and a mail from outside with odd content. */
async function fill(emulator: EmulatorHandle): Promise<void> {
  await emulator.webhooks.add({ url: 'http://127.0.0.1:9/hook' });
  const post = <T>(path: string, body?: object) => callApi<T>(emulator, path, { method: 'POST', body });
  for (const first_name of ['Ann', 'Ben'])
    await post('/contacts', { email: `${first_name.toLowerCase()}@people.test`, first_name });
  const { data } = await post<Campaign>('/campaigns', {
    ...{ name: 'News', subject: 'For {{first_name}}', from_email: 'news@shop.test' },
    recipients: { type: 'all' },
    content: {
      html: `<p>Dear {{first_name}}</p>\n${'<p>One item</p>\n'.repeat(20)}<a href="https://shop.test/a">A</a>`,
      text: 'Dear {{first_name}}\nAll is as it was.\nSee https://shop.test/a.',
    },
  });
  await post(`/campaigns/${data.id}/send`);
  await emulator.settle();
  const client = createTransport({ ...emulator.smtp, secure: false });
  const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  await client.sendMail({
    ...{ from: { name: 'N'.repeat(200), address: 'a@x.test' }, subject: `مرحبا ${'and on '.repeat(60)}` },
    to: Array.from({ length: 40 }, (_, at) => ({ name: `שלום ${at}`, address: `person${at}@x.test` })),
    text: 'Hi',
    html: Array.from({ length: 300 }, (_, at) => `<a href="https://x.test/${at}">${'w'.repeat(at)}</a>`).join(
      '',
    ),
    headers: { 'List-Unsubscribe': `<https://app.test/${'u'.repeat(200)}>` },
    attachments: Array.from({ length: 30 }, (_, at) => ({
      filename: at === 1 ? `${'R'.repeat(190)}.pdf` : `${at}.gif`,
      content: gif,
    })),
  });
  client.close();
}

let browser: Browser;
let page: Page;
let emulator: EmulatorHandle;
let ids: { ann: string; ben: string; odd: string };
const errors: string[] = [];
const scripts: string[] = [];

beforeAll(async () => {
  [emulator, browser] = await Promise.all([startEmulator(), chromium.launch(inject('chromium'))]);
  await fill(emulator);
  const idOf = async (to: string) => (await emulator.inbox.waitFor({ to })).id;
  ids = { ann: await idOf('ann@'), ben: await idOf('ben@'), odd: await idOf('person1@') };
  const context = await browser.newContext({
    permissions: ['clipboard-read', 'clipboard-write'],
    // Colours change at once.
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('request', (request) => request.url().endsWith('.js') && scripts.push(request.url()));
});
afterAll(async () => {
  await Promise.all([browser.close(), emulator.stop()]);
  expect(errors).toEqual([]);
});
beforeEach(() => page.setViewportSize({ width: 1440, height: 800 }));

/** Asks again for as long as a busy machine may take. */
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });
const tab = (name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) });
async function open(id: string, part: string): Promise<void> {
  await page.goto(`${emulator.url}/#/inbox/${id}/${part}`);
  await page.getByRole('tab', { selected: true, name: new RegExp(`^${part}`, 'i') }).waitFor();
}

it('loads a part of the message when it is first opened, and once', async () => {
  await open(ids.ann, 'html');
  const timelines = () => scripts.filter((url) => url.includes('timeline')).length;
  expect(timelines()).toBe(0);
  await tab('Timeline').click();
  await page.getByRole('region', { name: 'Timeline' }).waitFor();
  await tab('Text').click();
  await tab('Timeline').click();
  await page.getByRole('region', { name: 'Timeline' }).waitFor();
  expect(timelines()).toBe(1);
});

it('finds text in the numbered lines of the source by keyboard, and breaks long lines at will', async () => {
  await open(ids.ann, 'source');
  const find = page.getByRole('searchbox', { name: 'Find in the HTML source' });
  const count = page.getByRole('tabpanel').getByRole('status');
  await find.fill('one ITEM');
  await poll(() => count.innerText()).toBe('1 of 20');
  await find.press('Enter');
  await find.press('Enter');
  await find.press('Shift+Enter');
  await poll(() => count.innerText()).toBe('2 of 20');
  const marked = await page.evaluate<string[]>(
    "['find', 'find-current'].flatMap((name) => [...CSS.highlights.get(name)].map(String))",
  );
  expect(marked).toEqual(Array.from({ length: 20 }, () => 'One item'));
  await find.fill('nowhere');
  await poll(() => count.innerText()).toBe('not found');
  await find.press('Escape');
  await poll(() => find.inputValue()).toBe('');
  const lines = page.locator('.line');
  const html = (await emulator.inbox.get(ids.ann)).html ?? '';
  await poll(() => lines.count()).toBe(html.split('\n').length);
  await poll(() => lines.nth(2).getAttribute('data-number')).toBe('3');
  await poll(() => page.locator('.code-box').evaluate((box) => box.textContent)).toBe(`${html}\n`);
  const wrap = page.getByRole('button', { name: 'Wrap' });
  const space = () => lines.first().evaluate((line) => getComputedStyle(line).whiteSpace);
  expect(await space()).toBe('pre-wrap');
  await wrap.click();
  expect(await space()).toBe('pre');
  await tab('Raw').click();
  await page.getByRole('button', { name: 'Wrap', pressed: false }).click();
  await page.getByRole('searchbox', { name: 'Find in the raw message' }).fill('subject:');
  await poll(() => count.innerText()).toBe('1 of 1');
});

it('asks before it opens a link of the text', async () => {
  await open(ids.ann, 'text');
  const link = page.getByRole('tabpanel').getByRole('link', { name: /shop\.test/ });
  await link.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Open shop.test?' });
  await dialog.waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await link.click();
  const answer = dialog.getByRole('link', { name: 'Open' });
  await poll(() => answer.getAttribute('rel')).toBe('noopener noreferrer');
  await poll(() => answer.getAttribute('href')).toBe(await link.getAttribute('href'));
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await poll(() => link.evaluate((it) => it === document.activeElement)).toBe(true);
  expect(page.context().pages()).toHaveLength(1);
});

it('shows pictures among many attachments, and downloads them all as one zip', async () => {
  await open(ids.odd, 'text');
  const list = page.getByRole('list', { name: 'Attachments' });
  await poll(() => list.locator('img').evaluateAll((all) => all.map((one) => one.clientWidth))).toHaveLength(
    5,
  );
  const widths = () =>
    list.locator('img').evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth));
  await poll(widths).toEqual([1, 1, 1, 1, 1]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /Download all/ }).click(),
  ]);
  expect(Object.keys(unzipSync(readFileSync(await download.path())))).toHaveLength(30);
  await page.getByRole('button', { name: 'Show 24 more' }).click();
  await poll(() => list.getByRole('listitem').count()).toBe(30);
});

it('counts clicks, tries one click to unsubscribe, and turns off what can no longer be simulated', async () => {
  await open(ids.ann, 'links');
  const row = page.getByRole('row', { name: /shop\.test\/a/ });
  await row.getByText('no clicks').waitFor();
  await page.getByRole('button', { name: 'Simulate click' }).click();
  await row.getByTitle('Followed 1× by people').waitFor();
  const leave = page.getByRole('button', { name: 'Simulate unsubscribe' });
  expect(await leave.isEnabled()).toBe(true);
  await page.getByRole('button', { name: 'Unsubscribe as a mailbox does' }).click();
  await page.getByText(/^200 in \d+ ms: You are unsubscribed$/).waitFor();
  await poll(() => leave.isDisabled()).toBe(true);
  await poll(() => leave.getAttribute('title')).toBe('It was unsubscribed from already');
  const events = await emulator.events.list({ type: 'email.unsubscribed', message: ids.ann });
  expect(events).toHaveLength(1);
  await open(ids.odd, 'links');
  await page.getByText(/List-Unsubscribe-Post: .* is missing/).waitFor();
});

it('tells the life of the mail to the attempts of webhooks as they come, to be copied as Markdown', async () => {
  await open(ids.ben, 'timeline');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const words = () => timeline.locator('.timeline b').allInnerTexts();
  await poll(words).toEqual(expect.arrayContaining(['API call', 'Rendered', 'SMTP', 'Sent', 'Delivered']));
  await page.getByRole('button', { name: 'Simulate open' }).click();
  await poll(words).toContain('Opened');
  await poll(words).toContain('Webhook, attempt 1');
  await timeline.getByRole('button', { name: 'Copy as Markdown' }).click();
  await timeline.getByText('Copied').waitFor();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(copied).toContain('### `For Ben` to `ben@people.test`');
  expect(copied).toMatch(/API call `POST \/v2\/campaigns`: 201/);
  await poll(() => timeline.getByRole('link', { name: /POST/ }).first().getAttribute('href')).toMatch(
    /^#\/requests\/req_/,
  );
  // Further attempts do not say again what is sent where.
  await emulator.clock.advance('10m');
  await poll(words).toContain('Webhook, attempt 2');
  const attempts = timeline.locator('.entry-attempt');
  const again = attempts.filter({ hasText: 'attempt 2' });
  await poll(() => again.filter({ hasText: 'dlv_' }).count()).toBeGreaterThan(0);
  await poll(() => again.filter({ hasText: 'http://' }).count()).toBe(0);
});

it('puts the mail beside that to another recipient and marks what differs, also after a reload', async () => {
  await open(ids.ann, 'compare');
  const panel = page.getByRole('tabpanel');
  const marks = () => panel.locator('mark').allInnerTexts();
  await poll(marks).toEqual(['Ann', 'Ben']);
  await panel.getByRole('row', { name: 'To (differs)' }).waitFor();
  // What is said of the other mail stands in line with its words.
  const lefts = ['.fact-pairs tr > :last-child', '.side + .side'].map((part) =>
    panel
      .locator(part)
      .first()
      .evaluate((cell) => Math.round(cell.getBoundingClientRect().left)),
  );
  expect(new Set(await Promise.all(lefts)).size).toBe(1);
  await panel.getByRole('button', { name: 'Source' }).click();
  await poll(marks).toEqual(['Ann', 'Ben']);
  await panel
    .getByRole('button', { name: /equal lines$/ })
    .first()
    .click();
  await poll(() => panel.getByText('<p>One item</p>').count()).toBe(40);
  await panel.getByRole('button', { name: 'Page' }).click();
  const frames = panel.locator('iframe');
  await poll(() => frames.count()).toBe(2);
  expect(await frames.evaluateAll((all) => all.map((frame) => frame.getAttribute('sandbox')))).toEqual([
    '',
    '',
  ]);
  await page.goto(`${emulator.url}/#/inbox/${ids.ben}/compare/${ids.ann}`);
  await page.reload();
  await poll(marks).toEqual(['Ben', 'Ann']);
});

it('opens the mail in a tab of its own, and prints all of it without the page around it', async () => {
  const openOwn = async (control: Locator) => {
    const [own] = await Promise.all([page.context().waitForEvent('page'), control.click()]);
    await own.getByText('Dear Ann').waitFor();
    const { pathname } = new URL(own.url());
    await own.close();
    return pathname;
  };
  const print = page.getByRole('button', { name: 'Print' });
  await open(ids.ann, 'html');
  const path = `/_emulator/messages/${ids.ann}/html`;
  expect(await openOwn(page.getByRole('link', { name: 'Open in a tab of its own' }))).toBe(path);
  // A frame of another origin is printed as far as it is in view alone.
  expect(await openOwn(print)).toBe(path);
  // By the browser's own command: a sheet of it, not the strip of an empty frame.
  await page.emulateMedia({ media: 'print' });
  await poll(() => page.locator('.preview').evaluate((frame) => frame.clientHeight)).toBeGreaterThan(800);
  await page.emulateMedia({ media: 'screen' });
  await open(ids.odd, 'links');
  await page.evaluate('window.print = () => { window.isPrinted = true; }');
  await print.click();
  await poll(() => page.evaluate('window.isPrinted')).toBe(true);
  await page.emulateMedia({ media: 'print' });
  await poll(() => page.getByRole('listbox').isVisible()).toBe(false);
  const panel = page.getByRole('tabpanel');
  await poll(() => panel.evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)).toBe(
    false,
  );
  await poll(() => page.evaluate('document.body.scrollHeight > 5000')).toBe(true);
  await page.emulateMedia({ media: 'screen' });
});

it('axe finds nothing in any part, in the light or in the dark', async () => {
  for (const part of ['source', 'links', 'timeline', 'compare']) {
    // Beside the list once; it has tests of its own.
    await page.setViewportSize({ width: part === 'source' ? 1440 : 880, height: 800 });
    await open(ids.ann, part);
    if (part === 'compare') await page.locator('.fact-pairs').waitFor();
    const findings = await axeFindings(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    const inTheDark = await axeFindings(page, ['color-contrast']);
    await page.emulateMedia({ colorScheme: 'light' });
    expect([part, findings, inTheDark]).toEqual([part, [], []]);
  }
});

it('no part of odd mail scrolls a narrow page sideways', async () => {
  const parts = ['html', 'text', 'source', 'headers', 'raw', 'links', 'smtp', 'timeline'] as const;
  const all = [...parts.map((part) => [ids.odd, part] as const), [ids.ann, 'compare'] as const];
  for (const [id, part] of all) {
    await open(id, part);
    if (part === 'compare') await page.locator('.fact-pairs').waitFor();
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 700 });
      const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
      expect([part, width, wide]).toEqual([part, width, false]);
    }
  }
});
