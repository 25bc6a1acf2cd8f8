import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();

/** Does `act` as soon as the page is there, before the browser draws it for the first time. */
const actsAtOnce = (act: string) => `
  const press = (key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  const observer = new MutationObserver(() => {
    if (!document.querySelector('main')) return;
    observer.disconnect();
    ${act};
    document.documentElement.dataset.acted = '';
  });
  observer.observe(document, { childList: true, subtree: true });`;

it.each([
  ['another address', "location.hash = '#/contacts'", 'Contacts'],
  ['the keys of another page', "press('g'); press('p')", 'Contacts'],
  ['the key of the help', "press('?')", 'Keys'],
])('a page that is there takes %s at once', async (_, act, heading) => {
  const page = await openPage(await useEmulator(), '#/campaigns');
  await page.addInitScript(actsAtOnce(act));
  await page.reload();
  await page.locator('[data-acted]').waitFor();
  await expect.poll(() => page.getByRole('heading', { name: heading, exact: true }).count()).toBe(1);
});
