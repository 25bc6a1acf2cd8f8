import { expect, it } from 'vitest';
import { callControl, useEmulator } from '../support/emulator.js';

it('makes a hundred believable contacts, the same ones for the same seed', async () => {
  const [one, same, other] = [await useEmulator(), await useEmulator(), await useEmulator({ seed: 2 })];
  const made = await one.contacts.sample();
  const emailsOf = (contacts: typeof made) => contacts.map(({ email }) => email);
  expect(new Set(emailsOf(made)).size).toBe(100);
  expect(emailsOf(await same.contacts.sample())).toEqual(emailsOf(made));
  expect(emailsOf(await other.contacts.sample())).not.toEqual(emailsOf(made));
  expect(made.every(({ email }) => /@(example\.(com|org|net)|\w+\.test)$/.test(email))).toBe(true);
  const letters = made.map(({ first_name }) => first_name ?? '').join('');
  for (const script of ['Latin', 'Cyrillic', 'Arabic', 'Han', 'Hebrew', 'Devanagari'])
    expect(letters).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
  expect(new Set(made.flatMap(({ tags }) => tags)).size).toBeGreaterThan(3);
  await one.contacts.sample(1000);
  expect((await one.counts()).contacts).toBe(1100);
});

it.each([0, 1001, 1.5, 'ten'])('refuses to make %s of them', async (count) => {
  const emulator = await useEmulator();
  const answer = await callControl(emulator, '/contacts/sample', { method: 'POST', body: { count } });
  expect([answer.status, answer.error.details.field]).toEqual([400, 'count']);
});
