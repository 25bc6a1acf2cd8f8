import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();

/** What a person reads in the page and lies beyond its right edge, but for what scrolls by itself or ends in an ellipsis. */
const outside = `[...document.querySelectorAll('main :is(td, th, .chip, .button, h2, h3, dt, dd, li, p, label)')]
  .filter((part) => part.checkVisibility() && !part.closest('.hidden, pre, [aria-hidden=true]'))
  .filter((part) => part.getBoundingClientRect().width > 1 && part.textContent.trim() !== '')
  .filter((part) => {
    const text = document.createRange();
    text.selectNodeContents(part);
    const cut = [...part.querySelectorAll('*'), part].some((inner) => getComputedStyle(inner).textOverflow === 'ellipsis');
    const right = Math.max(part.getBoundingClientRect().right, cut ? 0 : text.getBoundingClientRect().right);
    if (right <= innerWidth + 1) return false;
    for (let at = part.parentElement; at && !at.matches('main, article, .rows-scroll'); at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return false;
    return true;
  })
  .map((part) => part.tagName + ' ' + part.textContent.trim().slice(0, 40))`;

it('with text at 200 % on a phone all that is read is on the screen', async () => {
  const emulator = await useEmulator({ fixture: ['docs'] });
  const sent = (await emulator.campaigns.list()).find(({ status }) => status === 'sent');
  const { data: contacts } = await callApi<{ id: string; email: string }[]>(emulator, '/contacts?limit=2');
  await emulator.suppressions.add(contacts[0]?.email ?? '', 'complained');
  await emulator.snapshots.save('one');
  // A phone of 390 px whose text is twice as large has room for as much as one of 195.
  const page = await openPage(emulator, '#/settings', { width: 195, height: 420 });
  const places = [
    ...['campaigns', `campaigns/${sent?.id}`, 'contacts', `contacts/${contacts[0]?.id}`, 'contacts/import'],
    ...['webhooks', 'webhooks/new', 'requests', 'settings/data', 'settings/clock', 'settings/snapshots'],
  ];
  const found: Record<string, string[]> = {};
  for (const place of places) {
    await page.evaluate((hash) => (location.hash = hash), `#/${place}`);
    await expect.poll(() => page.locator('main [aria-busy=true]').count()).toBe(0);
    await page.waitForTimeout(300);
    const beyond = await page.evaluate<string[]>(outside);
    if (beyond.length > 0) found[place] = beyond;
  }
  expect(found).toEqual({});
});

it('the chips of a contact are whole at every width', async () => {
  const emulator = await useEmulator();
  await emulator.contacts.import('email\nann@x.test\nbob@x.test\ncy@x.test');
  const { data: contacts } = await callApi<{ id: string; email: string }[]>(emulator, '/contacts');
  const reasons = ['complained', 'bounced', 'manual'] as const;
  for (const [at, { id, email }] of contacts.entries()) {
    await callApi(emulator, `/contacts/${id}`, { method: 'PUT', body: { status: 'unsubscribed' } });
    await emulator.suppressions.add(email, reasons[at] ?? 'manual');
  }
  const page = await openPage(emulator, '#/contacts');
  await page.getByText('Complained').waitFor();
  const cut: number[] = [];
  for (const width of [195, 320, 390, 480, 600, 640, 768, 900, 1000, 1024, 1100, 1280, 1440, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const isCut = await page.locator('.contacts-marks-line').evaluateAll((lines) =>
      lines.some((line) => {
        const end = Math.min(line.getBoundingClientRect().right, window.innerWidth);
        return [...line.children].some((chip) => chip.getBoundingClientRect().right > end + 0.5);
      }),
    );
    if (isCut) cut.push(width);
  }
  expect(cut).toEqual([]);
});

it('the count of unread mail covers no other tab of the bar of a phone', async () => {
  const emulator = await useEmulator();
  await sendMails(
    emulator,
    Array.from({ length: 1100 }, (_, n) => `Mail ${n}`),
  );
  const page = await openPage(emulator, '#/contacts', { width: 390, height: 800 });
  await page.getByRole('link', { name: 'Inbox 1,100 unread' }).waitFor();
  const ends = await page
    .locator('.badge, .pages li:nth-child(2)')
    .evaluateAll(([badge, next]) => [
      badge?.getBoundingClientRect().right ?? 999,
      next?.getBoundingClientRect().left ?? 0,
    ]);
  expect(ends[0]).toBeLessThanOrEqual((ends[1] ?? 0) + 8);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByText('1,100', { exact: true }).first().waitFor();
});
