import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Campaign } from '../../src/contract/campaign.js';
import type { EmulatorHandle } from '../../src/index.js';
import { createCampaignExample } from '../fixtures/reference.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();
const openInbox = (emulator: EmulatorHandle, size?: { width: number; height: number }) =>
  openPage(emulator, '', size);

const addContact = (emulator: EmulatorHandle, contact: object) =>
  callApi(emulator, '/contacts', { method: 'POST', body: contact });

async function sendCampaign(emulator: EmulatorHandle, changes: object) {
  const body = { ...createCampaignExample, ...changes };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
}

it('greets an empty inbox with the commands that fill it', async () => {
  const emulator = await useEmulator();
  const page = await openInbox(emulator);
  await page.getByRole('heading', { name: 'Nothing has landed yet' }).waitFor();
  const shown = await page.getByRole('main').innerText();
  expect(shown).toContain(`smtp://127.0.0.1:${emulator.smtp.port}`);
  expect(shown).toContain(emulator.apiUrl);
  expect(shown).toContain(emulator.apiKey);
});

it('shows a campaign mail without a reload, with its html in a frame, text, headers and raw source', async () => {
  const emulator = await useEmulator();
  const page = await openInbox(emulator);
  await addContact(emulator, { email: 'jane@example.com', first_name: 'Jane', tags: ['vip'] });
  const html =
    '<html><body><h1>Hi {{first_name}}</h1><script>document.title = "owned"</script></body></html>';
  await sendCampaign(emulator, {
    subject: 'For {{first_name}} ☀️',
    content: { html, text: 'Hello {{first_name}}' },
  });

  await page.getByRole('option', { name: /jane@example\.com: For Jane ☀️ \(.*unread/ }).click();
  const message = page.getByRole('article', { name: 'Message' });
  await message.getByRole('heading', { name: 'For Jane ☀️' }).waitFor();
  await page
    .frameLocator('iframe[title="Message as HTML"]')
    .getByRole('heading', { name: 'Hi Jane' })
    .waitFor();
  expect(await page.locator('iframe').getAttribute('sandbox')).not.toMatch(/allow-scripts|allow-same-origin/);
  expect(await page.title()).not.toBe('owned');

  const panel = page.getByRole('tabpanel');
  for (const [tab, content] of [
    ['Text', 'Hello Jane'],
    ['Headers', 'Maildrone Team <team@maildrone.example>'],
    ['Raw', 'Subject: =?UTF-8?B?'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click();
    await panel.getByText(content).first().waitFor();
  }
  await page.getByRole('option', { name: /jane@example\.com: For Jane ☀️ \((?!.*unread)/ }).waitFor();
  // Looking at it opened nothing: no pixel was loaded.
  expect(await emulator.events.list({ type: 'email.opened' })).toEqual([]);
});

it('shows why a mail bounced', async () => {
  const emulator = await useEmulator();
  const page = await openInbox(emulator);
  await addContact(emulator, { email: 'x+bounce@example.com', tags: ['vip'] });
  await sendCampaign(emulator, {});
  await page.getByRole('option', { name: /x\+bounce@example\.com: .*Bounced/ }).click();
  await page.getByText('The email account that you tried to reach does not exist').first().waitFor();
});

it('goes from the list to the message and back on a small screen, with nothing to scroll sideways', async () => {
  const emulator = await useEmulator();
  await addContact(emulator, { email: 'jane@example.com', first_name: 'Jane', send_welcome: true });
  const page = await openInbox(emulator, { width: 390, height: 800 });
  await page.getByRole('option', { name: /Welcome, Jane!/ }).click();
  await page.getByRole('heading', { name: 'Welcome, Jane!' }).first().waitFor();
  await expect
    .poll(() => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'))
    .toBe(true);
  await page.getByRole('button', { name: 'Inbox' }).click();
  await page.getByRole('option', { name: /Welcome, Jane!/ }).waitFor();
});

it('misses nothing over a restart, says meanwhile that nobody answers, and counts on its icon', async () => {
  const data = await mkdtemp(join(tmpdir(), 'inbox-'));
  onTestFinished(() => rm(data, { recursive: true }));
  const first = await useEmulator({ data });
  await sendMails(first, ['Before']);
  const page = await openInbox(first);
  const icon = () =>
    page.evaluate<string>("decodeURIComponent(document.querySelector('link[rel=icon]').href)");
  await expect.poll(icon).toContain('>1</text>');
  await first.stop();
  await page.getByText('Reconnecting', { exact: true }).waitFor();
  const again = await useEmulator({ data, port: Number(new URL(first.url).port) });
  await sendMails(again, ['While nobody listened']);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('option', { name: /While nobody listened/ }).waitFor();
  await page.getByRole('option', { name: /Before/ }).waitFor();
  await expect.poll(icon).toContain('>2</text>');
  await expect.poll(() => page.title()).toBe('(2) Inbox · maildrone');
});
