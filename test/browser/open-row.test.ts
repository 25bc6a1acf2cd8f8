import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { EmulatorHandle } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();
const hashOf = (page: Page) => new URL(page.url()).hash;

const campaign = (name: string) => ({
  ...{ name, subject: 'S', from_email: 'n@x.test', content: { html: '<p>a</p>' } },
  recipients: { type: 'all' },
});

/** Each list with more rows than are fetched at first, and its ids, newest first. */
const lists = [
  {
    path: 'inbox',
    async fill(emulator: EmulatorHandle) {
      await sendMails(
        emulator,
        Array.from({ length: 320 }, (_, n) => `Mail ${n}`),
      );
      return (await emulator.inbox.list({ limit: 500 })).map(({ id }) => id);
    },
  },
  {
    path: 'contacts',
    async fill(emulator: EmulatorHandle) {
      const lines = Array.from({ length: 320 }, (_, n) => `p${n}@x.test`);
      await emulator.contacts.import(`email\n${lines.join('\n')}`);
      const ids: string[] = [];
      for (let page = 1; page <= 4; page += 1) {
        const path = `/contacts?limit=100&page=${page}`;
        for (const { id } of (await callApi<{ id: string }[]>(emulator, path)).data) ids.push(id);
      }
      return ids;
    },
  },
  {
    path: 'campaigns',
    async fill(emulator: EmulatorHandle) {
      for (let n = 0; n < 220; n += 1)
        await callApi(emulator, '/campaigns', { method: 'POST', body: campaign(`C ${n}`) });
      return (await emulator.campaigns.list()).map(({ id }) => id);
    },
  },
  {
    path: 'requests',
    async fill(emulator: EmulatorHandle) {
      for (let n = 0; n < 320; n += 1) await callApi(emulator, `/contacts?page=${n + 1}`);
      return (await emulator.requests.list({ limit: 500 })).map(({ id }) => id);
    },
  },
  {
    path: 'webhooks',
    async fill(emulator: EmulatorHandle) {
      const receiver = await useReceiver();
      await emulator.webhooks.add({ url: receiver.url });
      const lines = Array.from({ length: 220 }, (_, n) => `p${n}@x.test`);
      await emulator.contacts.import(`email\n${lines.join('\n')}`);
      await callApi(emulator, '/campaigns', { method: 'POST', body: campaign('All') });
      const [made] = await emulator.campaigns.list();
      await callApi(emulator, `/campaigns/${made?.id}/send`, { method: 'POST' });
      await emulator.settle();
      return (await emulator.webhooks.deliveries({ limit: 500 })).map(({ id }) => id);
    },
  },
];

it.each(lists)(
  '$path: the list goes to the row of what is opened by a link, a reload or from another page, and j goes on from there',
  async ({ path, fill }) => {
    const emulator = await useEmulator();
    const ids = await fill(emulator);
    const at = Math.min(ids.length - 10, 207);
    expect(at).toBeGreaterThan(100);
    const hash = (place: number) => `#/${path}/${ids[place]}`;
    const page = await openPage(emulator, hash(at));
    const open = page.locator('[aria-current=true], [role=option].open').first();
    const inSight = async () => {
      await open.waitFor();
      await expect
        .poll(() =>
          open.evaluate((row) => {
            const box = row.closest('.rows, .rows-scroll')?.getBoundingClientRect();
            const own = row.getBoundingClientRect();
            return box !== undefined && own.top >= box.top - 1 && own.bottom <= box.bottom + 1;
          }),
        )
        .toBe(true);
    };
    await inSight();
    await page.keyboard.press('j');
    await expect.poll(() => hashOf(page)).toBe(hash(at + 1));
    await page.reload();
    await inSight();
    await page.keyboard.press('k');
    await expect.poll(() => hashOf(page)).toBe(hash(at));
    await page.keyboard.type('gs');
    await expect.poll(() => hashOf(page)).toBe('#/settings');
    await page.goBack();
    await inSight();
    await page.keyboard.press('j');
    await expect.poll(() => hashOf(page)).toBe(hash(at + 1));
  },
  120_000,
);

it('what is deleted by # far down the list after a reload is the open mail, and the next one opens', async () => {
  const emulator = await useEmulator();
  const ids = (await lists[0]?.fill(emulator)) ?? [];
  const page = await openPage(emulator, `#/inbox/${ids[250]}`);
  await page.locator('[role=option].open').waitFor();
  await page.keyboard.press('#');
  await expect.poll(() => hashOf(page)).toBe(`#/inbox/${ids[251]}`);
  await expect.poll(async () => (await emulator.inbox.list({ limit: 500 })).length).toBe(319);
  const [first] = await emulator.inbox.list({ limit: 1 });
  expect(first?.unread).toBe(true);
});

it.each(['contacts', 'campaigns'])(
  '%s: a row that is scrolled out of sight keeps the focus, and j goes on from there',
  async (path) => {
    const emulator = await useEmulator();
    const kind = lists.find((list) => list.path === path);
    await kind?.fill(emulator);
    const page = await openPage(emulator, `#/${path}`);
    await page.locator('[data-index="5"] a').waitFor();
    for (let n = 0; n < 4; n += 1) await page.keyboard.press('j');
    const focused = () =>
      page.evaluate(() => {
        const { activeElement } = document;
        const row = activeElement?.closest<HTMLElement>('[data-index]')?.dataset['index'];
        return row === undefined ? activeElement?.className : Number(row);
      });
    await expect.poll(focused).toBe(3);
    const box = page.locator('.rows-scroll');
    await box.evaluate((element) => element.scrollTo({ top: (element.scrollHeight * 3) / 5 }));
    await expect.poll(() => page.locator('[data-index="4"]').count()).toBe(0);
    await expect.poll(focused).toContain('rows-scroll');
    await page.keyboard.press('j');
    await expect.poll(focused).toBe(4);
    await box.evaluate((element) => element.scrollTo({ top: (element.scrollHeight * 3) / 5 }));
    await expect.poll(focused).toContain('rows-scroll');
    // Back in sight, the row has it.
    await box.evaluate((element) => element.scrollTo({ top: 0 }));
    await expect.poll(focused).toBe(4);
    // A click beside all rows lets go of them.
    await page.locator('h1').first().click();
    await page.waitForTimeout(1200);
    expect(await focused()).not.toBe(4);
  },
  120_000,
);
