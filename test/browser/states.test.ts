import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();

it('shows what a reset and a restore leave, without a reload, the open message included', async () => {
  const emulator = await useEmulator();
  const client = createTransport({ ...emulator.smtp, secure: false });
  const mail = (subject: string) =>
    client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject, text: `About ${subject}` });
  await mail('First');
  await emulator.snapshots.save('one');

  const page = await openPage(emulator, '');
  await mail('Second');
  client.close();
  await page.getByRole('option', { name: /Second/ }).click();
  await page.getByText('About Second').first().waitFor();

  await emulator.snapshots.restore('one');
  await page.getByRole('option', { name: /Second/ }).waitFor({ state: 'detached' });
  await page.getByText('About Second').first().waitFor({ state: 'detached' });
  await expect.poll(() => page.getByRole('listbox').getByRole('option').count()).toBe(1);
  await page.getByRole('option', { name: /First/ }).click();
  await page.getByText('About First').first().waitFor();

  await emulator.reset();
  await page.getByRole('option', { name: /First/ }).waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'This message is not there' }).waitFor();
  await page.getByRole('button', { name: 'Back to the inbox' }).click();
  await page.getByRole('heading', { name: 'Nothing has landed yet' }).waitFor();
}, 60_000);

it('asks nothing more of a message that is gone', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/inbox');
  const asked = new Set<string>();
  page.on('request', (request) => void (request.url().includes('/messages/') && asked.add(request.url())));
  await page.evaluate(() => (location.hash = '#/inbox/email_00000000/html'));
  await page.getByRole('heading', { name: 'This message is not there' }).waitFor();
  expect([...asked]).toEqual([`${emulator.url}/_emulator/messages/email_00000000`]);
});

it.each([
  ['inbox', 2],
  ['campaigns', 2],
  ['contacts', 2],
  ['webhooks', 2],
  ['requests', 2],
  ['settings/keys', 2],
  ['settings/suppressions', 2],
])('%s keeps the layout while its rows are on their way', async (hash, least) => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/settings/reset');
  let answer = () => undefined as void;
  const held = new Promise<void>((done) => (answer = done));
  await page.route(/_emulator\//, async (route) => {
    await held;
    await route.continue();
  });
  await page.evaluate((next) => (location.hash = `#/${next}`), hash);
  const bars = page.locator('main i:visible');
  await expect.poll(() => bars.count()).toBeGreaterThan(least);
  const width = (bar: { clientWidth: number }) => bar.clientWidth;
  expect(await bars.nth(least).evaluate(width)).toBeGreaterThan(50);
  answer();
  await expect.poll(() => page.locator('main [aria-busy=true]').count()).toBe(0);
});
