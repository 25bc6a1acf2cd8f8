import { expect, it } from 'vitest';
import type { Contact } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

/** Such a contact is heavy enough that its welcome mail is composed in the campaign thread. */
const list = Array.from({ length: 6000 }, (_, n) => n % 10);
const weights = { light: {}, heavy: { list } };
const each = Object.keys(weights) as (keyof typeof weights)[];

async function createAtOnce(
  emulator: Awaited<ReturnType<typeof useEmulator>>,
  emails: readonly string[],
  of: keyof typeof weights,
) {
  const answers = await Promise.all(
    emails.map((email) =>
      callApi<Contact>(emulator, '/contacts', {
        method: 'POST',
        body: { email, send_welcome: true, custom_fields: weights[of] },
      }),
    ),
  );
  await emulator.settle();
  const { meta } = await callApi(emulator, '/contacts');
  const mails = (await emulator.inbox.list({ limit: 500 })).length;
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return { counts, contacts: meta.total, mails, used: (await emulator.limits.get()).quota_used };
}

it.each(each)('the quota holds for %s contacts that are made and welcomed at once', async (of) => {
  const emulator = await useEmulator({ monthlyQuota: 2, rateLimits: 'off' });
  const emails = Array.from({ length: 12 }, (_, n) => `r${n}@x.test`);
  expect(await createAtOnce(emulator, emails, of)).toEqual({
    counts: { 201: 2, 429: 10 },
    contacts: 2,
    mails: 2,
    used: 2,
  });
});

it.each(each)('an address is taken once by %s contacts that are made and welcomed at once', async (of) => {
  const emulator = await useEmulator({ rateLimits: 'off' });
  const emails = Array.from({ length: 12 }, (_, n) => (n % 2 ? 'Same@x.test' : 'same@x.test'));
  expect(await createAtOnce(emulator, emails, of)).toEqual({
    counts: { 201: 1, 400: 11 },
    contacts: 1,
    mails: 1,
    used: 1,
  });
});
