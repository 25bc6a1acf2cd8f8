import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { EmulatorHandle } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();

/** Every part of the page by its classes with its style, but for what depends on where the focus was and on how long texts are. */
const looks = `(() => {
  const other = /^(outline.*|(.*-)?(width|height|inline.*|block.*|origin)|grid-template-rows|inset.*|top|right|bottom|left)$/;
  const styleOf = (part) => {
    const style = getComputedStyle(part);
    return [...style].filter((name) => !other.test(name)).map((name) => name + ': ' + style.getPropertyValue(name));
  };
  return [...document.querySelectorAll('main :not(svg *, iframe)')].flatMap((part) => {
    const name = part.parentElement.className + ' > ' + part.tagName + '.' + part.className;
    return styleOf(part).map((line) => name + ' { ' + line + ' }');
  });
})()`;

const states = async (emulator: EmulatorHandle) => {
  const post = async (path: string, body: object) =>
    (await callApi<{ id: string }>(emulator, path, { method: 'POST', body })).data.id;
  const contact = await post('/contacts', { email: 'ada@x.test' });
  const content = { subject: 'S', from_email: 'n@x.test', content: { html: '<p>a</p>' } };
  const campaign = await post('/campaigns', { name: 'N', ...content, recipients: { type: 'all' } });
  await sendMails(emulator, ['One']);
  const [mail] = await emulator.inbox.list();
  const endpoint = await emulator.webhooks.add({ url: 'http://127.0.0.1:9/' });
  return [
    ...[`inbox/${mail?.id}/links`, `campaigns/${campaign}`, `contacts/${contact}`],
    ...[`webhooks/${endpoint.id}`, 'webhooks/new', 'requests', 'settings/keys'],
  ];
};

/** Opens a page within the UI, without a load. */
async function open(page: Page, state: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/${state}`);
  await page.locator(`nav a[href="#/${state.split('/')[0]}"][aria-current=page]`).waitFor();
  await expect.poll(() => page.locator('[aria-busy=true], .row-skeletons').count()).toBe(0);
}

const looksOf = async (page: Page) => new Set(await page.evaluate<string[]>(looks));

it('a page looks the same whichever pages were open before', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze();
  const all = await states(emulator);
  const visited = await openPage(emulator, '');
  for (const state of all) await open(visited, state);
  for (const state of all) {
    const fresh = await openPage(emulator, `#/${state}`);
    await open(visited, state);
    const others = async () => {
      const [later, first] = [await looksOf(visited), await looksOf(fresh)];
      return [...later].filter((look) => !first.has(look));
    };
    await expect.poll(others, { message: state }).toEqual([]);
    await fresh.close();
  }
}, 120_000);
