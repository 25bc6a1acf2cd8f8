import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();

const notice = (page: Page) => page.getByTestId('toast');

/** Whether the page ends where the notice begins, and the notice where the bar or the window does. */
const isApart = (page: Page) =>
  page.evaluate(() => {
    const boxOf = (part: string) => document.querySelector(part)?.getBoundingClientRect() ?? new DOMRect();
    const [said, main, bar] = ['.toast', 'main', '.bar'].map(boxOf);
    if (!said || !main || !bar || said.height === 0) return false;
    const isBelow = bar.top > 0;
    return said.top >= main.bottom && said.bottom <= (isBelow ? bar.top : innerHeight) && main.height > 200;
  });

it('a notice covers nothing of the page, however long it is and however narrow the window', async () => {
  const emulator = await useEmulator();
  await sendMails(
    emulator,
    Array.from({ length: 30 }, (_, at) => `Mail ${at}`),
  );
  const page = await openPage(emulator, '#/inbox', { width: 1280, height: 700 });
  await page.getByRole('option', { name: /Mail 29/ }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('#');
  await notice(page).waitFor();
  expect(await isApart(page)).toBe(true);
  await page.setViewportSize({ width: 390, height: 700 });
  expect(await isApart(page)).toBe(true);

  const endless = 'a'.repeat(60);
  await page.goto(`${emulator.url}/?again#/settings/suppressions`);
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill(`${endless}@${endless}.test`);
  await page.getByRole('button', { name: 'Suppress', exact: true }).click();
  await notice(page).waitFor();
  expect(await isApart(page)).toBe(true);
  expect((await notice(page).boundingBox())?.width).toBeLessThanOrEqual(390);
});

it('says how much of what was deleted could not be brought back', async () => {
  const emulator = await useEmulator({ maxMessages: 3 });
  await sendMails(emulator, ['One', 'Two', 'Three']);
  const page = await openPage(emulator, '#/inbox');
  const row = (name: RegExp) => page.getByRole('option', { name });
  await row(/Three/).waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('#');
  await notice(page).getByText('Message deleted').waitFor();
  await sendMails(emulator, ['Four']);
  await row(/Four/).waitFor();
  await notice(page).getByRole('button', { name: 'Undo' }).click();
  await notice(page).getByText('Message not restored: no more mail is kept (--max-messages)').waitFor();

  await page.getByRole('button', { name: 'Delete all' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .click();
  await notice(page).getByText('3 messages deleted').waitFor();
  await sendMails(emulator, ['Five']);
  await row(/Five/).waitFor();
  await notice(page).getByRole('button', { name: 'Undo' }).click();
  await notice(page).getByText('2 messages restored. Message not restored: no more').waitFor();
});
