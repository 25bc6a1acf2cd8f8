import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Campaign, EmulatorHandle } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();

const campaign = {
  name: 'Spring <b>',
  subject: 'Hello {{first_name}}',
  from_email: 'news@shop.test',
  content: { html: '<h1>Hello {{first_name}}</h1> <a href="https://x.test/a">a</a>' },
  recipients: { type: 'all' },
};
const create = async (emulator: EmulatorHandle, changes: object = {}) =>
  (await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body: { ...campaign, ...changes } }))
    .data;
const addContacts = async (emulator: EmulatorHandle, tags: readonly string[]) => {
  for (const tag of tags)
    await callApi(emulator, '/contacts', {
      method: 'POST',
      body: { email: `ann+${tag}@x.test`, first_name: 'Ann' },
    });
};
const rowsOf = (page: Page) =>
  page.getByRole('region', { name: 'Campaigns, newest first' }).locator('tbody tr');
const detailOf = (page: Page) => page.getByRole('article', { name: 'Campaign' });

it('shows the commands that fill an empty page, then each campaign live, by state and by name', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/campaigns');
  await page.getByText(`API=${emulator.apiUrl}`).waitFor();
  await create(emulator, { name: 'Summer', send_time: '2999-01-01T00:00:00Z' });
  await create(emulator);
  await rowsOf(page).nth(1).waitFor();
  await expect.poll(() => rowsOf(page).first().innerText()).toMatch(/Spring <b>[^]*Draft[^]*Everyone/);
  await page.getByRole('button', { name: 'Scheduled' }).click();
  await rowsOf(page).filter({ hasText: 'Summer' }).waitFor();
  await expect.poll(() => rowsOf(page).count()).toBe(1);
  await page.reload();
  await expect.poll(() => rowsOf(page).count()).toBe(1);
  await page.getByRole('searchbox').fill('nothing');
  await page.getByText('No campaign matches').waitFor();
  await page.getByRole('button', { name: 'Show all campaigns' }).click();
  await expect.poll(() => rowsOf(page).count()).toBe(2);
});

it('sends one, follows its funnel live, advances the clock until all has happened, and leads to its mails', async () => {
  const emulator = await useEmulator();
  await addContacts(emulator, ['click', 'open', 'bounce', 'bot']);
  await emulator.suppressions.add('ann+open@x.test');
  const { id } = await create(emulator);
  const page = await openPage(emulator, `#/campaigns/${id}`);
  await detailOf(page).getByRole('button', { name: 'Send' }).click();
  await page.getByRole('dialog').getByText('Send it to 3 contacts now?').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  await detailOf(page)
    .getByRole('row', { name: /^Sent 3/ })
    .waitFor();
  await detailOf(page).getByRole('button', { name: 'Advance until it settles' }).click();
  await page.getByRole('button', { name: 'Advance the clock' }).click();
  await detailOf(page).getByRole('button', { name: 'Settled' }).waitFor();
  await detailOf(page).getByRole('row', { name: 'Opened 2 100.0%' }).waitFor();
  const text = await detailOf(page).innerText();
  expect(text).toMatch(/Clicked\s+2\s+100.0%/);
  expect(text).toMatch(/https:\/\/x\.test\/a\s+2/);
  expect(text).toMatch(/suppressed by hand\s+−1[^]*recipients\s+3/);
  expect(text).toContain('for 1 by people and for 1 by machines');
  await detailOf(page).getByRole('link', { name: 'Bounced' }).click();
  await page.getByRole('option', { name: /ann\+bounce@x\.test/ }).waitFor();
  await expect.poll(() => page.getByRole('listbox').getByRole('option').count()).toBe(1);
});

it('leads from a reason of bounces to its mails, and to none where none is kept, and says how many are', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  await addContacts(emulator, ['bounce', 'blocked', 'ignore']);
  const { id } = await create(emulator);
  await callApi(emulator, `/campaigns/${id}/send`, { method: 'POST' });
  await emulator.settle();
  await emulator.clock.advance('31d');
  const page = await openPage(emulator, `#/campaigns/${id}`);
  const reason = (code: string) =>
    detailOf(page)
      .getByRole('region', { name: 'Bounces by reason' })
      .getByRole('listitem')
      .filter({ hasText: code });
  await reason('550 5.1.1').getByRole('link', { name: '1', exact: true }).waitFor();
  await reason('550 5.7.1').getByRole('link', { name: '1', exact: true }).click();
  const found = page.getByRole('listbox').getByRole('option');
  await found.filter({ hasText: 'ann+blocked@x.test' }).waitFor();
  await expect.poll(() => found.count()).toBe(1);
  await page.goBack();
  expect(await detailOf(page).getByText(/kept/).count()).toBe(0);
  await emulator.inbox.clear({ q: 'is:bounced' });
  await detailOf(page).getByText('1 of 3 mails is kept').waitFor();
  await reason('550 5.7.1').getByText('1', { exact: true }).waitFor();
  expect(await reason('550 5.7.1').getByRole('link').count()).toBe(0);
  const linksIn = (name: string) => detailOf(page).getByRole('row', { name }).getByRole('link').count();
  expect([await linksIn('Sent 3'), await linksIn('Delivered 1'), await linksIn('Bounced 2')]).toEqual([
    1, 1, 0,
  ]);
  await detailOf(page).getByRole('link', { name: '1 delivered and not opened' }).waitFor();
});

it('tells the numbers of its chart to the arrow keys, and has them as a table', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  await addContacts(emulator, ['click', 'open', 'mpp']);
  const { id } = await create(emulator);
  await callApi(emulator, `/campaigns/${id}/send`, { method: 'POST' });
  await emulator.settle();
  await emulator.clock.advance('31d');
  const page = await openPage(emulator, `#/campaigns/${id}`);
  const plot = page.getByRole('group', { name: /arrow keys/ });
  await plot.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect
    .poll(() => plot.locator('[aria-live]').innerText())
    .toMatch(/: Opens by people \d, Clicks by people \d, Opens by machines \d$/);
  await page.getByText('As a table').click();
  const cells = page.getByRole('region', { name: 'Opens and clicks as a table' }).locator('tbody td');
  const numbers = (await cells.allInnerTexts()).map(Number);
  expect(numbers.reduce((sum, number) => sum + number, 0)).toBe(4);
});

it('writes a campaign: faults stand at their fields and lines, the preview is as the chosen contact', async () => {
  const emulator = await useEmulator();
  await addContacts(emulator, ['vip']);
  const page = await openPage(emulator, '#/campaigns/new');
  await page.getByLabel('Name', { exact: true }).fill('Autumn');
  await page.getByLabel('Subject').fill('For {{first_name}}');
  await page.getByLabel('HTML', { exact: true }).fill('<h1>Hi {{first_name}}</h1>\n<p>{{#if x}</p>');
  await page.getByRole('button', { name: 'Go to line 2: <p>{{#if x}</p>' }).waitFor();
  await page
    .getByLabel('HTML', { exact: true })
    .fill('<h1>Hi {{first_name}}</h1><script>parent.document.title = "owned"</script>');
  const frame = page.frameLocator('iframe[title="Preview as HTML"]');
  await frame.getByRole('heading', { name: 'Hi Ada' }).waitFor();
  await page.getByLabel('As contact').fill('ann');
  await page.locator('option[value="ann+vip@x.test"]').waitFor({ state: 'attached' });
  await page.getByLabel('As contact').fill('ann+vip@x.test');
  await frame.getByRole('heading', { name: 'Hi Ann' }).waitFor();
  await expect.poll(() => page.locator('iframe').getAttribute('sandbox')).toBe('');
  expect(await page.title()).not.toBe('owned');
  await page.getByLabel('From, address').fill('nope');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page
    .locator('#cmp-from_email-issue')
    .getByText(/Invalid email format/)
    .waitFor();
  await page.getByLabel('From, address').fill('n@x.test');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await detailOf(page).getByRole('heading', { name: 'Autumn' }).waitFor();
  const [saved] = await emulator.campaigns.list();
  expect([saved?.name, saved?.status, new URL(page.url()).hash]).toEqual([
    'Autumn',
    'draft',
    `#/campaigns/${saved?.id}`,
  ]);
});

it('counts the fields that are marked, those that the preview finds too, where a campaign is not saved', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/campaigns/new');
  const save = page.getByRole('button', { name: 'Save', exact: true });
  const marked = page.locator('.cmp-fields .field-issue');
  await page.getByLabel('Name', { exact: true }).fill('Autumn');
  await page.getByLabel('From, address').fill('n@x.test');
  await page.getByLabel('Subject').fill('{{#if');
  await page.getByLabel('HTML', { exact: true }).fill('{{#if');
  await expect.poll(() => marked.count()).toBe(2);
  await save.click();
  await page.getByText('Not saved: 2 fields are to be mended').waitFor();
  await page.getByLabel('From, address').fill('nope');
  await save.click();
  await page.getByText('Not saved: 3 fields are to be mended').waitFor();
  expect(await marked.count()).toBe(3);
});

it('edits, schedules, duplicates and deletes a draft, each by its address', async () => {
  const emulator = await useEmulator();
  const { id } = await create(emulator);
  const page = await openPage(emulator, `#/campaigns/${id}/edit`);
  await page.getByLabel('Subject').fill('Another');
  await page.getByLabel('Reply to').fill('r@x.test');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await detailOf(page).getByText('Another').first().waitFor();
  await detailOf(page).getByRole('button', { name: 'Schedule' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Schedule' }).click();
  await detailOf(page).getByText('Scheduled').waitFor();
  await detailOf(page).getByRole('link', { name: 'Duplicate' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await detailOf(page).getByRole('heading', { name: 'Copy of Spring <b>' }).waitFor();
  expect((await emulator.campaigns.list()).map(({ status, reply_to }) => [status, reply_to])).toEqual([
    ['draft', 'r@x.test'],
    ['scheduled', 'r@x.test'],
  ]);
  await detailOf(page).getByRole('button', { name: 'Delete' }).click();
  await detailOf(page).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.getByRole('link', { name: 'Campaigns' }).click();
  await expect.poll(() => rowsOf(page).count()).toBe(1);
});
