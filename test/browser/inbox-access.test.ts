import { expect, it } from 'vitest';
import { axeFindings, axeInBothThemes } from '../support/axe.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();

/** Each state of the list, with a text that it shows. */
const states: readonly (readonly [hash: string, sign: string])[] = [
  ['?q=zzz', 'Nothing matches'],
  ['?q=colour:red', 'This search is not understood'],
  ['/email_00000000', 'This message is not there'],
];

it('axe-core finds nothing in any state of the inbox, in either theme', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['One']);
  await sendMails(emulator, ['Two'], { attachments: [{ filename: 'bill.pdf', content: 'x' }] });
  const page = await openPage(emulator, '');
  const found: string[] = [];
  const look = async (name: string) => {
    found.push(...(await axeInBothThemes(page)).map((finding) => `${name} ${finding}`));
  };
  for (const [hash, sign] of states) {
    await page.evaluate((next) => (location.hash = next), `#/inbox${hash}`);
    await page.getByText(sign).first().waitFor();
    await look(hash);
  }
  const [newest] = await emulator.inbox.list();
  await page.evaluate((id) => (location.hash = `#/inbox/${id}`), newest?.id);
  await page.getByRole('heading', { name: 'Two' }).waitFor();
  await look('opened');
  await page.evaluate(() => (location.hash = '#/inbox'));
  await page.getByRole('button', { name: 'Delete all' }).click();
  await page.getByRole('dialog').waitFor();
  await look('question');
  await page.route(/_emulator\/messages/, (route) => route.abort());
  await page.goto(`${emulator.url}/?failed`);
  await page.getByText('The list could not be fetched').waitFor();
  await look('failed');
  await page.unroute(/_emulator\/messages/);
  // What happens meanwhile may have it fetched already.
  const [again, row] = [
    page.getByRole('button', { name: 'Try again' }),
    page.getByRole('option', { name: /Two/ }),
  ];
  await again.or(row).first().click();
  await row.waitFor();
  expect(found).toEqual([]);
}, 60_000);

it('unread mail keeps its dot in colours of a person', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['One']);
  const page = await openPage(emulator, '');
  await page.emulateMedia({ forcedColors: 'active' });
  const time = page.getByRole('option', { name: /One/ }).locator('.row-time');
  const [dot, ground] = await time.evaluate((text) => [
    getComputedStyle(text, '::before').backgroundColor,
    getComputedStyle(document.body).backgroundColor,
  ]);
  expect(dot).not.toBe(ground);
  expect(dot).toBe(await time.evaluate((text) => getComputedStyle(text.closest('body') ?? text).color));
});

it('a preview that is wider than the screen can be scrolled by keys', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['One'], { html: '<p>About One</p>' });
  const [mail] = await emulator.inbox.list();
  const page = await openPage(emulator, `#/inbox/${mail?.id}`);
  await page.setViewportSize({ width: 700, height: 800 });
  await page.getByRole('button', { name: '768 px wide' }).click();
  const preview = page.getByRole('group', { name: 'Preview', exact: true });
  await expect.poll(() => preview.evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(true);
  expect(await axeFindings(page, ['scrollable-region-focusable'])).toEqual([]);
  await preview.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => preview.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
});
