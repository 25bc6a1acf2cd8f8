import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** The browser of a page as in another time zone. */
async function inZone(page: Page, timezoneId: string): Promise<Page> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTimezoneOverride', { timezoneId });
  await page.reload();
  await page.getByText('Live', { exact: true }).waitFor();
  return page;
}

it('says of a faulty file where and what is wrong, until the next try', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/settings/data');
  const choose = async (name: string, text: string) => {
    await expect.poll(() => page.locator('input[type=file]').isEnabled()).toBe(true);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  };
  const alert = page.getByRole('main').getByRole('alert');
  await choose('x.json', '{"contacts":[{"email":"ada@x.test"},{"email":"none"}]}');
  await expect
    .poll(() => alert.allInnerTexts())
    .toEqual([expect.stringMatching(/^x\.json: contacts\.1\.email: \S/)]);
  await page.getByTestId('toast').getByRole('button', { name: 'Dismiss' }).click();
  expect(await alert.count()).toBe(1);
  await choose('x.csv', 'email\n"ada');
  await expect
    .poll(() => alert.allInnerTexts())
    .toEqual([expect.stringMatching(/^x\.csv: line 2: Expected/)]);
  await choose('y.json', '{"contacts":[{"email":"ada@x.test"}]}');
  await page.getByText('Loaded: 1 contact').waitFor();
  expect(await alert.count()).toBe(0);
});

it('says which time the clock was set to, which is not the one that was entered where that does not exist', async () => {
  const emulator = await useEmulator();
  const opened = await openPage(emulator, '#/settings/clock');
  const page = await inZone(opened, 'Europe/Berlin');
  await page.getByLabel("Time of this browser's zone").fill('2027-03-28T02:30:00');
  await press(page, 'Set the clock');
  await page.getByText(/The clock is set to .*03:30:00/).waitFor();
  expect((await emulator.clock.get()).now).toMatch(/^2027-03-28T01:30:0/);
});
