import { expect, it } from 'vitest';
import { callApi, useEmulator } from '../support/emulator.js';

it('a contact that is made while a data set is loaded does not get the address of another one', async () => {
  const emulator = await useEmulator({ rateLimits: 'off' });
  const contacts = Array.from({ length: 30_000 }, (_, n) => ({ email: `r${n}@x.test` }));
  const loaded = emulator.seed({ fixture: { contacts } }).then(
    () => 'loaded',
    (error: Error) => error.message,
  );
  const total = async () => (await callApi(emulator, '/contacts')).meta.total;
  while ((await total()) === 0);
  const made = await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'R29999@x.test' } });
  expect(made.status).toBe(201);
  expect(await loaded).toMatch(
    /contacts: Expected no contact to be made meanwhile; contact_\w{8} has r29999@x\.test/,
  );
  // A data set is loaded whole or not at all.
  expect(await total()).toBe(0);
});
