import { expect, test } from '@playwright/test';
import { connect } from 'maildrone-emulator';
import type { Connection } from 'maildrone-emulator';

let emulator: Connection;

test.beforeAll(async () => {
  emulator = await connect(`http://localhost:${process.env['EMULATOR_PORT'] ?? 8025}`);
});
test.beforeEach(async () => void (await emulator.reset()));

test('joins by the link in the mail, and leaves by the link in the news', async ({ page, request }) => {
  await page.goto('/');
  await page.getByLabel('E-mail').fill('jane@example.com');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading')).toHaveText('Check your inbox');

  const mail = await emulator.inbox.waitFor({ to: 'jane@example.com', subject: 'confirm' });
  await page.goto(mail.links[0]?.url ?? '');
  await expect(page.getByText('We are 1.')).toBeVisible();

  await request.post('/news', { data: { subject: 'Summer party', text: 'On Friday, in the park.' } });
  const news = await emulator.inbox.waitFor({ to: 'jane@example.com', subject: 'Summer party' });
  await page.setContent(news.html ?? '');
  await page.getByRole('link', { name: 'Unsubscribe' }).click();
  await page.getByRole('button', { name: 'Unsubscribe' }).click();
  await emulator.webhooks.waitFor({ event: 'email.unsubscribed', status: 'succeeded' });

  await page.goto('/members');
  await expect(page.getByText('Nobody is here yet.')).toBeVisible();
});

test('shows the mail in the inbox of the emulator', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('E-mail').fill('joe@example.com');
  await page.getByRole('button', { name: 'Join' }).click();

  await page.goto(emulator.url);
  await page.getByRole('option', { name: /joe@example\.com/ }).click();
  const mail = page.frameLocator('iframe[title="Message as HTML"]');
  await expect(mail.getByRole('link', { name: 'confirm your address' })).toBeVisible();
});
