import { expect, it } from 'vitest';
import type { Campaign } from '../../src/contract/campaign.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

/** Sends one campaign mail to Jane and finds the links of ours in its text. */
async function sendText(emulator: EmulatorHandle, text: string) {
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'jane@example.com' } });
  const body = {
    name: 'News',
    subject: 'News & more',
    from_name: 'Fjord <& Pine>',
    from_email: 'hello@example.com',
    content: { text: `${text}\nLeave: {{unsubscribe_url}}\nView: {{view_url}}\n` },
    recipients: { type: 'all' },
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  const mail = await emulator.inbox.waitFor({ to: 'jane@example.com' });
  const linkTo = (folder: string) =>
    new RegExp(`https?://\\S+/t/${folder}/\\S+`).exec(mail.text ?? '')?.[0] ?? '';
  return { mail, leave: linkTo('u'), view: linkTo('v') };
}

const pageAt = async (url: string, method = 'GET') => {
  const response = await fetch(url, { method });
  return { status: response.status, html: await response.text() };
};

it('says who will write no more, and after the button that it is done', async () => {
  const emulator = await useEmulator();
  const { leave } = await sendText(emulator, 'Hello');
  const asked = await pageAt(leave);
  expect(asked.html).toContain(
    '<strong>jane@example.com</strong> will get no more mail from Fjord &lt;&amp; Pine&gt;.',
  );
  expect(asked.html).toContain('<button');
  await pageAt(leave, 'POST');
  const later = await pageAt(leave);
  expect(later.html).toContain('You are unsubscribed');
  expect(later.html).not.toContain('<button');
});

it('shows a mail without html as a page, its text as text and its addresses as links', async () => {
  const emulator = await useEmulator();
  const { view } = await sendText(emulator, 'See https://shop.example/a?b=1&c=2. <script>alert(1)</script>');
  const { status, html } = await pageAt(view);
  expect(status).toBe(200);
  expect(html).toContain('<h1>News &amp; more</h1>');
  expect(html).toContain(
    '<a href="https://shop.example/a?b=1&amp;c=2">https://shop.example/a?b=1&amp;c=2</a>. &lt;script&gt;',
  );
  expect(html).toContain('name="viewport"');
});

it('says that a removed mail is gone where its view link is followed', async () => {
  const emulator = await useEmulator();
  const { mail, view } = await sendText(emulator, 'Hello');
  await callControl(emulator, `/messages/${mail.id}`, { method: 'DELETE' });
  const { status, html } = await pageAt(view);
  expect([status, html.includes('This link leads nowhere')]).toEqual([404, true]);
});
