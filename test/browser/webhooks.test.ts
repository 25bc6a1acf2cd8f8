import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';

const openPage = useBrowserPages();

it('adds an endpoint, shows its secret once, and each delivery as it is made', async () => {
  const emulator = await useEmulator();
  const receiver = await useReceiver();
  const page = await openPage(emulator, '#/webhooks');
  await page.getByText('No endpoint yet').waitFor();
  await page.getByRole('button', { name: 'Add an endpoint' }).click();
  const url = page.getByLabel('URL of your receiver');
  await url.fill('http://169.254.1.1/');
  await page.getByRole('button', { name: 'Add the endpoint' }).click();
  await page
    .locator('.field-issue')
    .getByText(/link-local/)
    .waitFor();
  await url.fill(receiver.url);
  await page.getByRole('button', { name: 'Add the endpoint' }).click();
  await page.getByText('shown this once').waitFor();
  const secret = await page.locator('.secret-once code').innerText();
  await page.reload();
  await expect.poll(() => page.getByText(secret).count()).toBe(0);

  await emulator.trigger('email.delivered', { to: 'ada@x.test' });
  const rows = page.locator('.deliveries tbody tr');
  await expect.poll(() => rows.count()).toBe(2);
  await expect.poll(() => rows.filter({ hasText: 'Delivered' }).count()).toBe(2);
  await page.getByRole('img', { name: '2 attempts, 0 failed' }).waitFor();
});

it('cuts how an attempt ended, not which it was, where a row of deliveries has no room', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  await emulator.webhooks.add({ url: 'http://127.0.0.1:9/a/path/that/goes/on/and/on/and/on' });
  await emulator.webhooks.add({ url: 'http://127.0.0.1:9/another', enabled: false });
  await emulator.trigger('email.delivered', { to: 'ada@x.test' });
  await emulator.settle();
  await emulator.clock.advance('6s');
  const page = await openPage(emulator, '#/webhooks', { width: 1440, height: 800 });
  const number = page.locator('.deliveries .last-attempt > span').filter({ visible: true });
  await number.getByText('attempt 2').first().waitFor();
  const cut: number[] = [];
  for (const width of [1440, 1280, 1024, 768, 640, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const isCut = await number.evaluateAll((all) =>
      all.some((it) => {
        const cell = it.closest('td')?.getBoundingClientRect();
        return it.getBoundingClientRect().right > Math.min(window.innerWidth, cell?.right ?? 0) + 0.5;
      }),
    );
    if (isCut || (await number.count()) === 0) cut.push(width);
  }
  expect(cut).toEqual([]);
});

it('opens a delivery by its address, with each attempt, and delivers again', async () => {
  const emulator = await useEmulator();
  let fails = true;
  const receiver = await useReceiver((_hook, response) => {
    response.statusCode = fails ? 500 : 200;
    response.end('{"reason":"<b>locked</b>"}');
  });
  await emulator.webhooks.add({ url: receiver.url, retries: 'none', events: ['email.delivered'] });
  await emulator.trigger('email.delivered', { to: 'ada@x.test' });
  await emulator.settle();
  const page = await openPage(emulator, '#/webhooks?status=failed');
  await page.getByRole('link', { name: 'email.delivered' }).click();
  const detail = page.getByRole('article', { name: 'Delivery' });
  const attempt = (number: number) => detail.getByRole('region', { name: `Attempt ${number}`, exact: true });
  await attempt(1).getByText('"reason": "<b>locked</b>"').waitFor();
  await page.reload();
  const request = detail.getByRole('region', { name: 'Request' });
  await request.getByText('"email": "ada@x.test"').waitFor();
  fails = false;
  await page.getByRole('button', { name: 'Deliver 1 failed again' }).click();
  await attempt(2).waitFor();
  await detail.getByRole('button', { name: 'Deliver again' }).click();
  await attempt(3).waitFor();
  await page.getByText('Attempt 3: 200', { exact: true }).first().waitFor();
  // What was sent is the same each time, and shown once.
  await expect.poll(() => detail.getByText('"email": "ada@x.test"').count()).toBe(1);
  expect(receiver.received.map(({ headers }) => headers['x-maildrone-attempt'])).toEqual(['1', '2', '3']);
});

it('tests, disables, rotates and removes an endpoint', async () => {
  const emulator = await useEmulator();
  const receiver = await useReceiver();
  const { id } = await emulator.webhooks.add({ url: receiver.url });
  const page = await openPage(emulator, `#/webhooks/${id}`);
  const detail = page.getByRole('article', { name: 'Endpoint' });
  await detail.getByRole('button', { name: 'Send a test' }).click();
  await receiver.waitFor(1);
  await page.getByText('(test)').waitFor();
  await detail.getByRole('button', { name: 'Rotate the secret' }).click();
  await detail.getByText('shown this once').waitFor();
  await detail.getByText(/signs beside the new one/).waitFor();
  await detail.getByRole('button', { name: 'Disable' }).click();
  await detail.getByRole('button', { name: 'Enable' }).waitFor();
  await expect.poll(() => detail.getByRole('button', { name: 'Send a test' }).isDisabled()).toBe(true);
  await detail.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(/ is back$/).waitFor();
  expect(await emulator.webhooks.list()).toHaveLength(1);
  await page.getByRole('link', { name: receiver.url }).click();
  await detail.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByText('No endpoint yet').waitFor();
  expect(await emulator.webhooks.list()).toEqual([]);
});

it('changes an endpoint, gives code of a receiver, and tells why a signature is wrong', async () => {
  const emulator = await useEmulator();
  const { id, secret } = await emulator.webhooks.add({ url: 'http://127.0.0.1:9/a' });
  const page = await openPage(emulator, `#/webhooks/${id}`);
  const detail = page.getByRole('article', { name: 'Endpoint' });
  await detail.getByRole('button', { name: 'Edit' }).click();
  await detail.getByLabel('URL of your receiver').fill('ftp://x.test');
  await detail.getByRole('button', { name: 'Save the endpoint' }).click();
  await detail.locator('.field-issue').getByText(/http/).waitFor();
  await detail.getByLabel('URL of your receiver').fill('http://127.0.0.1:9/b');
  await detail.getByLabel('opened').uncheck();
  await detail.getByLabel('Failed deliveries').selectOption('fast');
  await detail.getByRole('button', { name: 'Save the endpoint' }).click();
  await detail.getByRole('heading', { name: 'http://127.0.0.1:9/b' }).waitFor();
  const events = ['email.sent', 'email.delivered', 'email.clicked', 'email.bounced', 'email.unsubscribed'];
  expect(await emulator.webhooks.get(id)).toMatchObject({ retries: 'fast', events });

  await detail.getByText('Code of a receiver').click();
  await detail.getByRole('button', { name: 'Fastify' }).click();
  await detail.getByText('removeContentTypeParser').waitFor();

  await detail.getByText('Why is my signature wrong?').click();
  await detail.getByLabel(/^Body/).fill('{"a":1}');
  const header = detail.getByLabel('Signature header');
  const check = detail.getByRole('button', { name: 'Check the signature' });
  const sign = (key: string) => `sha256=${createHmac('sha256', key).update('{"a":1}').digest('hex')}`;
  const verdict = detail.getByRole('status');
  await header.fill(sign('another'));
  await check.click();
  await expect.poll(() => verdict.getAttribute('class')).toContain('state-bounced');
  await header.fill(sign(secret));
  await check.click();
  await expect.poll(() => verdict.getAttribute('class')).toContain('state-delivered');
});
