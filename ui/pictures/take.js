// Takes the pictures of the documentation: npm run pictures. CHROMIUM_PATH names the browser. What comes out
// is to be looked at, and shrunk to a palette (pngquant or the like) before it is committed.
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startEmulator } from '../../dist/index.js';

/** Pictures of the inbox: the data set, and which of its mails is open. */
const opened = {
  inbox: { fixture: 'shop', name: /Long Nights: come in.*Clicked/ },
  docs: { fixture: 'docs', name: /Summer Clearance .*(?:Opened|Clicked)/ },
  shop: { fixture: 'shop', name: /before the doors open .*(?:Opened|Clicked)/ },
  saas: { fixture: 'saas', name: /Your month in numbers/ },
  large: { fixture: 'large', name: /a preview for you/ },
};

/** Other pages, with the data set of the shop: what is clicked there, and what is in sight then. */
const pages = {
  campaigns: {
    hash: '#/campaigns',
    click: (page) => page.getByRole('link', { name: 'Long Nights', exact: true }),
    inSight: (page) => page.getByText('Opens and clicks').first(),
  },
  contacts: {
    hash: '#/contacts?search=freya',
    click: (page) => page.locator('tr.contacts-row').first().getByRole('link').first(),
    inSight: (page) => page.getByRole('article', { name: 'Contact', exact: true }),
  },
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const [picture, { fixture, name }] of Object.entries(opened)) {
  const emulator = await startEmulator({ fixture: [fixture] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(emulator.url);
  await page.getByRole('option', { name }).first().click();
  await page.frameLocator('iframe[title="Message as HTML"]').getByRole('link').first().waitFor();
  await page.screenshot({ path: join(import.meta.dirname, `${picture}.png`) });
  await page.close();
  await emulator.stop();
}
const emulator = await startEmulator({ fixture: ['shop'] });
for (const [name, { hash, click, inSight }] of Object.entries(pages)) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${emulator.url}/${hash}`);
  await click(page).click();
  await inSight(page).waitFor();
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(import.meta.dirname, `${name}.png`) });
  await page.close();
}
await emulator.stop();
await browser.close();
