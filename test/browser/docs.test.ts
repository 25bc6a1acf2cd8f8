import { chromium } from 'playwright-core';
import { expect, inject, it, onTestFinished } from 'vitest';
import { useEmulator } from '../support/emulator.js';

it('searches the calls, breaks no word, has the theme of the UI, and a list of calls at 390 px', async () => {
  const emulator = await useEmulator();
  const browser = await chromium.launch(inject('chromium'));
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  await page.addInitScript("localStorage.setItem('maildrone.theme', 'dark')");
  await page.goto(`${emulator.url}/docs/control`);
  await expect
    .poll(() => page.evaluate('getComputedStyle(document.body).backgroundColor'))
    .toBe('rgb(18, 20, 25)');

  const shown = page.locator('article[data-words]').filter({ visible: true });
  const all = await shown.count();
  await page.keyboard.press('/');
  await page.keyboard.type('clock advance');
  await expect.poll(() => shown.count()).toBe(1);
  await expect.poll(() => page.locator('nav [data-group] a').filter({ visible: true }).count()).toBe(1);
  await page.getByRole('searchbox').fill('no such call');
  await page.getByText('No call has all of these words.').waitFor();
  await page.getByRole('searchbox').fill('');
  await expect.poll(() => shown.count()).toBe(all);

  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByText('All calls').click();
  await page.getByRole('link', { name: 'POST /clock/advance' }).click();
  await page.locator('#calls:not([open])').waitFor({ state: 'attached' });
  for (const width of [320, 390, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await expect
      .poll(() => page.evaluate('document.documentElement.scrollWidth - window.innerWidth'))
      .toBe(0);
    // A path that breaks in a word is narrower than its longest part.
    const broken = await page
      .locator('nav a > span:last-child')
      .evaluateAll((spans) =>
        spans
          .filter((span) => span.scrollWidth > span.clientWidth + 1 && span.clientWidth > 0)
          .map((span) => span.textContent),
      );
    expect(broken).toEqual([]);
  }
});
