import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();
const count = 240;
const rowPx = 60;
const subjects = Array.from({ length: count }, (_, number) => `Mail ${number}.`);

const listOf = (page: Page) => page.getByRole('listbox', { name: 'Messages' });
const rowOf = (page: Page, number: number) =>
  page.getByRole('option', { name: new RegExp(`: Mail ${number}\\. \\(`) });
const heightOf = (page: Page) => page.locator('.sizer').evaluate(({ clientHeight }) => clientHeight);

it('draws the list in its true length, reaches its end, and keeps in place what is read', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, subjects);
  const page = await openPage(emulator, '');
  const list = listOf(page);
  await rowOf(page, count - 1).waitFor();
  expect(await heightOf(page)).toBe(count * rowPx);

  await list.focus();
  await page.keyboard.press('End');
  const last = rowOf(page, 0);
  await last.waitFor();
  await expect.poll(() => last.getAttribute('aria-posinset')).toBe(String(count));
  await expect.poll(() => last.getAttribute('class')).toContain('cursor');
  // Also where the cursor is, but out of sight.
  await page.keyboard.press('Home');
  await rowOf(page, count - 1).waitFor();
  await list.evaluate((box) => box.scrollTo({ top: box.scrollHeight }));
  await last.waitFor();
  await page.keyboard.press('Home');
  await rowOf(page, count - 1).waitFor();
  // Somewhere between what is loaded: the row that belongs there.
  await list.evaluate((box, top) => box.scrollTo({ top }), 150 * rowPx);
  await rowOf(page, count - 1 - 155).waitFor();

  // What comes in above leaves in place what is read.
  const topOf = async (number: number) => (await rowOf(page, number).boundingBox())?.y;
  const before = await topOf(count - 1 - 155);
  await sendMails(emulator, ['New one']);
  await page.getByRole('button', { name: '↑ 1 new' }).waitFor();
  expect(await topOf(count - 1 - 155)).toBe(before);
});

it('picks across what is not loaded, and undoes the deletion', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, subjects);
  const page = await openPage(emulator, '');
  await listOf(page).focus();
  await rowOf(page, count - 1).waitFor();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.getByText(`${count} selected`).waitFor();
  await page.keyboard.press('#');
  await page.getByText(`${count} messages deleted`).waitFor();
  await expect.poll(async () => (await emulator.inbox.list()).length).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => heightOf(page)).toBe(count * rowPx);
  expect((await emulator.inbox.list({ limit: 500 })).length).toBe(count);
  // Who was at the end of the list may be there still.
  await listOf(page).focus();
  await page.keyboard.press('Home');
  await rowOf(page, count - 1).waitFor();
});

it('brings back all that a search found, with the page left meanwhile nothing is lost', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['Invoice 1', 'Invoice 2', 'News']);
  const page = await openPage(emulator, '#/inbox?q=subject%3Ainvoice');
  await page.getByRole('button', { name: 'Delete the 2 that match' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete what matches' }).click();
  await page.getByText('2 messages deleted').waitFor();
  await sendMails(emulator, ['Invoice 3']);
  await page.getByRole('option', { name: /Invoice 3/ }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('option', { name: /Invoice 1/ }).waitFor();
  await page.getByText('3 of 4 match').waitFor();
  await rowsGo(page, 3);
  await page.close();
  await expect.poll(async () => (await emulator.inbox.list()).length).toBe(1);
});

/** Deletes rows one after the other by key. */
async function rowsGo(page: Page, rows: number): Promise<void> {
  await listOf(page).focus();
  await page.keyboard.press('Home');
  for (let gone = 0; gone < rows; gone += 1) await page.keyboard.press('#');
  await page.getByText(`${rows} messages deleted`).waitFor();
}

it('a short address stands in line with the name before it, as a long one', async () => {
  const emulator = await useEmulator();
  for (const local of ['zoe', 'zoe.long-name'])
    await sendMails(emulator, [local], { to: `Zoe <${local}@x.test>` });
  const page = await openPage(emulator, '#/inbox');
  await expect.poll(() => page.locator('.row-who > .row-address').count()).toBe(2);
  const offsets = await page.locator('.row-who').evaluateAll((rows) =>
    rows.map((row) => {
      const [name, address] = [row.firstElementChild, row.lastElementChild?.lastElementChild];
      return (address?.getBoundingClientRect().bottom ?? 0) - (name?.getBoundingClientRect().bottom ?? 0);
    }),
  );
  expect(offsets[0]).toBe(offsets[1]);
});
