import { expect, it } from 'vitest';
import type { Campaign } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();
const picked = (count: number) => `${count} selected`;

it('picks rows with Shift and Ctrl, by mouse and by key, and marks and deletes what is picked', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['One', 'Two', 'Three', 'Four', 'Five']);
  const page = await openPage(emulator, '');
  const row = (subject: string) => page.getByRole('option', { name: new RegExp(`: ${subject} \\(`) });
  await row('Five').click({ modifiers: ['Control'] });
  await row('Three').click({ modifiers: ['Shift'] });
  await page.getByText(picked(3)).waitFor();
  await row('Four').click({ modifiers: ['Control'] });
  await page.getByText(picked(2)).waitFor();
  await page.getByRole('button', { name: 'Mark read' }).click();
  await expect.poll(async () => (await emulator.inbox.list({ q: 'is:unread' })).length).toBe(3);
  await page.keyboard.press('Escape');
  await page.getByText(picked(2)).waitFor({ state: 'detached' });

  await page.getByRole('listbox', { name: 'Messages' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText(picked(2)).waitFor();
  await page.keyboard.press('#');
  await row('Five').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await row('Five').waitFor();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await page.getByText('3 marked as read').waitFor();
  await expect.poll(() => page.title()).toBe('Inbox · maildrone');
});

it('deletes what a search finds after a question, and has filters and help beside the search', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['Invoice 1', 'Invoice 2', 'News']);
  const page = await openPage(emulator, '#/inbox?q=subject%3Ainvoice');
  await page.getByRole('button', { name: 'Delete the 2 that match' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete what matches' }).click();
  await expect
    .poll(async () => (await emulator.inbox.list()).map(({ subject }) => subject))
    .toEqual(['News']);

  await page.getByRole('combobox', { name: 'More filters' }).selectOption('kind:smtp');
  await page.getByRole('button', { name: 'Over SMTP', pressed: true }).waitFor();
  await page.getByRole('button', { name: 'Clear search' }).click();
  await page.getByRole('button', { name: 'What the search understands' }).click();
  await page.getByRole('button', { name: 'is:opened' }).click();
  await page.getByText('Nothing matches').waitFor();
});

it('keeps the names of campaigns over a reload, and a click on one filters by it', async () => {
  const emulator = await useEmulator({ fixture: ['docs'] });
  const page = await openPage(emulator, '');
  const chip = page.locator('.row-campaign').first();
  const name = await chip.innerText();
  await page.reload();
  await expect.poll(() => chip.innerText()).toBe(name);
  await chip.click();
  await page.getByRole('button', { name, pressed: true }).waitFor();
  await page.getByRole('listbox').getByRole('option').first().click();
  await page.getByRole('article', { name: 'Message' }).getByRole('button', { name }).waitFor();
});

it('tells campaigns of one name apart, and shows the name where the search has the id', async () => {
  const emulator = await useEmulator();
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann@x.test' } });
  const body = { subject: 'S', from_email: 'n@x.test', content: { text: 'x' }, recipients: { type: 'all' } };
  const ids: string[] = [];
  for (const [name, subject] of [
    ['Weekly', 'first'],
    ['Weekly', 'second'],
    ['Weekly two', 'third'],
  ]) {
    const { data } = await callApi<Campaign>(emulator, '/campaigns', {
      method: 'POST',
      body: { ...body, name, subject },
    });
    await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    ids.push(data.id);
  }
  await emulator.settle();
  const page = await openPage(emulator, '');
  const rows = page.getByRole('listbox').getByRole('option');
  await expect.poll(() => rows.count()).toBe(3);
  await rows.filter({ hasText: 'first' }).locator('.row-campaign').click();
  await expect.poll(() => rows.count()).toBe(1);
  const filter = page.getByRole('button', { name: 'Weekly', exact: true, pressed: true });
  await filter.waitFor();
  const ticked = page.getByRole('combobox', { name: 'More filters' }).locator('option', { hasText: '✓' });
  expect(await ticked.evaluateAll((all) => all.map((it) => it.getAttribute('value')))).toEqual([
    `campaign:${ids[0]}`,
  ]);
  // By a link, where no mail of it is left.
  await emulator.inbox.clear();
  await page.goto(`${emulator.url}/#/inbox?q=campaign:${ids[1]}`);
  await page.reload();
  await filter.waitFor();
  await page.getByText('Nothing matches').waitFor();
  await filter.click();
  await filter.waitFor({ state: 'detached' });
});

// The last is a phone with text at 200 %.
it.each([1280, 768, 390, 320, 195])(
  'cuts no tab of a message, and no page of the bar, at %i px',
  async (width) => {
    const emulator = await useEmulator();
    await sendMails(emulator, [`A subject that goes on ${'and on '.repeat(40)}`]);
    const page = await openPage(emulator, '', { width, height: 800 });
    const isWithin = () =>
      page.evaluate<boolean>('document.documentElement.scrollWidth <= window.innerWidth');
    await expect.poll(isWithin).toBe(true);
    const lastPage = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Settings' });
    await expect
      .poll(() => lastPage.evaluate((link) => link.getBoundingClientRect().right <= window.innerWidth))
      .toBe(true);
    await page.getByRole('listbox').getByRole('option').first().click();
    await page.getByRole('tab', { name: 'HTML' }).waitFor();
    const cut = () =>
      page.locator('.tabs').evaluate((strip) => {
        const { right } = strip.getBoundingClientRect();
        const inSight = [...strip.querySelectorAll('.tab:not(.folded)')];
        return inSight.filter((tab) => tab.getBoundingClientRect().right > right + 1).length;
      });
    await expect.poll(cut).toBe(0);
    await page.getByRole('tab', { selected: true }).focus();
    await page.keyboard.press('End');
    const last = page.getByRole('tab', { name: /^Timeline/, selected: true });
    await last.waitFor();
    expect([await last.isVisible(), await cut()]).toEqual([true, 0]);
    await expect.poll(isWithin).toBe(true);
  },
);

it('moves no row where a search is typed, at every width', async () => {
  const emulator = await useEmulator();
  await sendMails(
    emulator,
    Array.from({ length: 1100 }, (_, n) => `${n < 128 ? 'Invoice' : 'News'} ${n}`),
  );
  const moved: number[] = [];
  for (const width of [1440, 1024, 640, 390, 320]) {
    const page = await openPage(emulator, '', { width, height: 800 });
    const top = () => page.getByRole('listbox').evaluate((it) => it.getBoundingClientRect().top);
    await page.getByText('1,100 messages').waitFor();
    const before = await top();
    await page.getByRole('searchbox').fill('invoice');
    await page.getByText(/of 1,100 match/).waitFor();
    const button = page.getByRole('button', { name: /^Delete (the 128 that match|what matches)$/ });
    const { x, width: room } = (await button.boundingBox()) ?? { x: Infinity, width: 0 };
    if ((await top()) !== before || x + room > width) moved.push(width);
  }
  expect(moved).toEqual([]);
});

it('says how many mails came in above what is being read, also while the clock stands', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze();
  await sendMails(
    emulator,
    Array.from({ length: 120 }, (_, number) => `Mail ${number}`),
  );
  const page = await openPage(emulator, '', { width: 1280, height: 500 });
  const list = page.getByRole('listbox', { name: 'Messages' });
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await list.evaluate((box) => box.scrollTo({ top: 200 }));
  await sendMails(emulator, ['New 1', 'New 2']);
  await page.getByRole('button', { name: '↑ 2 new' }).click();
  await page.getByRole('option', { name: /New 2/ }).waitFor();
  await expect.poll(() => page.getByRole('button', { name: /new$/ }).count()).toBe(0);
});
