import { expect, it } from 'vitest';
import { useEmulator } from '../support/emulator.js';

const unexpected = (text: string) => `unexpected ${JSON.stringify(text)}`;

it.each([
  ['half of it', '{"email":', 'it ends too early in line 1'],
  ['a trailing comma', '{"email":"a@b.test",\n}', `${unexpected('}')} in line 2`],
  ['single quotes', "{'email':1}", `${unexpected("'email':1}")} in line 1`],
  ['NaN', '{"email":NaN}', `${unexpected('NaN}')} in line 1`],
  ['text', 'hello', `${unexpected('hello')} in line 1`],
  ['a large body without a comma', `{"first_name":"${'x'.repeat(300_000)}" "email"}`, unexpected('"email"}')],
])('what is no JSON is told in our own words: %s', async (_what, body, reason) => {
  const { apiUrl, apiKey } = await useEmulator();
  const answer = await fetch(`${apiUrl}/contacts`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
    body,
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    error: { details: { field: 'body', issue: `Expected valid JSON: ${reason}` } },
  });
});
