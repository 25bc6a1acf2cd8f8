import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();

const deleted = (what: string) => `It was deleted, or the address names no ${what} of this workspace.`;

it('what an address names and is not there is told in one way, with a way on, whatever it is', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/settings/reset');
  for (const [address, what, why, back] of [
    ['inbox/email_00000000', 'message', deleted('message'), 'inbox'],
    ['campaigns/campaign_00000000', 'campaign', deleted('campaign'), 'campaigns'],
    ['campaigns/campaign_00000000/edit', 'campaign', deleted('campaign'), 'campaigns'],
    ['campaigns/new?from=campaign_00000000', 'campaign', deleted('campaign'), 'campaigns'],
    ['contacts/contact_00000000', 'contact', deleted('contact'), 'contacts'],
    ['contacts/contact_00000000/edit', 'contact', deleted('contact'), 'contacts'],
    ['webhooks/wh_00000000', 'endpoint', deleted('endpoint'), 'webhooks'],
    ['webhooks/dlv_00000000', 'delivery', deleted('delivery'), 'webhooks'],
    ['requests/req_00000000', 'call', 'The log keeps the last 1000 calls, or', 'requests'],
    ['nowhere/at/all?q=ada', 'page', 'The address names none of the pages', 'inbox'],
    ['settings/nowhere', 'section', 'The address names none of the sections', 'settings'],
  ] as const) {
    await page.evaluate((hash) => (location.hash = hash), `#/${address}`);
    const told = page.getByRole('alert').filter({ hasText: `This ${what} is not there` });
    await told.getByText(why).waitFor();
    await told.getByRole('button', { name: `Back to the ${back}`, exact: true }).press('Enter');
    await told.waitFor({ state: 'detached' });
    expect(new URL(page.url()).hash).toBe(`#/${back}`);
  }
});

it('an address without a page is that of the inbox, and no page is marked as open where there is none', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/');
  const open = page.locator('.pages [aria-current]');
  await page.getByText('Nothing has landed yet').waitFor();
  expect(await open.innerText()).toContain('Inbox');
  await page.evaluate(() => (location.hash = '#/nowhere'));
  await page.getByRole('heading', { name: 'This page is not there', level: 1 }).waitFor();
  expect([await open.count(), await page.title()]).toEqual([0, 'Not there · maildrone']);
});
