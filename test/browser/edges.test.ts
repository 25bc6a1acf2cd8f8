import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();

/** Where the first words of parts of the page begin, in whole pixels. */
const leftsOf = (page: Page, selectors: readonly string[]) =>
  page.evaluate(
    (parts) =>
      parts.map((part) => {
        const texts = document.createTreeWalker(
          document.querySelector(part) ?? document.head,
          NodeFilter.SHOW_TEXT,
        );
        const lefts: number[] = [];
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
          const range = document.createRange();
          range.selectNodeContents(text);
          const box = range.getClientRects()[0];
          const isSeen =
            text.parentElement?.checkVisibility() && !text.parentElement.closest('.hidden, select');
          if (isSeen && box && box.width > 1) lefts.push(Math.round(box.left));
        }
        return Math.min(...lefts);
      }),
    selectors,
  );

it('subject, tabs and what they show begin at one x, at every width', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['See https://x.test/a']);
  const [mail] = await emulator.inbox.list();
  const page = await openPage(emulator, '#/inbox');
  const found: Record<string, number[]> = {};
  for (const width of [1440, 1024, 900, 640, 560, 500, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    for (const tab of ['text', 'source', 'headers', 'links', 'smtp']) {
      await page.evaluate((hash) => (location.hash = hash), `#/inbox/${mail?.id}/${tab}`);
      await page.locator(`.panel-${tab} :is(pre, table, code, h2, h3, p, dl, button, bdi)`).first().waitFor();
      const lefts = () => leftsOf(page, ['.message-head h1', '.tab-list', `.panel-${tab}`]);
      await expect.poll(async () => Math.max(...(await lefts()))).toBeLessThan(Infinity);
      if (new Set(await lefts()).size > 1) found[`${tab} at ${width}`] = await lefts();
    }
  }
  expect(found).toEqual({});
});

it('what stands in place of a list, and the last column of one, are in line with the head of the page', async () => {
  const [empty, shop] = [await useEmulator(), await useEmulator({ fixture: ['shop'] })];
  await shop.webhooks.add({ url: 'http://127.0.0.1:9/' });
  await shop.trigger('email.delivered', { to: 'ada@x.test' });
  const found: Record<string, number[]> = {};
  const pages = ['campaigns', 'contacts', 'webhooks', 'requests'];
  const page = await openPage(empty, '#/inbox');
  for (const width of [1440, 1024, 768, 640, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    for (const path of pages) {
      await page.goto(`${empty.url}/#/${path}`);
      await page.locator('.absent h2').waitFor();
      const lefts = await leftsOf(page, ['main h1', '.absent h2', '.absent']);
      if (new Set(lefts).size > 1) found[`${path} without rows at ${width}`] = lefts;
    }
  }
  const filled = await openPage(shop, '#/campaigns');
  for (const width of [1024, 768, 640, 390, 320]) {
    await filled.setViewportSize({ width, height: 800 });
    for (const path of ['campaigns', 'contacts', 'webhooks']) {
      await filled.goto(`${shop.url}/#/${path}`);
      await filled.locator('tbody [data-index] td').first().waitFor();
      const rights = await filled.evaluate(() => {
        const gutter = getComputedStyle(document.querySelector('.page-head') ?? document.body).paddingRight;
        const seen = [...document.querySelectorAll('thead th')].filter((it) => it.checkVisibility());
        return [gutter, getComputedStyle(seen.at(-1) ?? document.body).paddingRight].map(parseFloat);
      });
      if (rights[0] !== rights[1]) found[`${path} with rows at ${width}`] = rights;
    }
  }
  expect(found).toEqual({});
});
