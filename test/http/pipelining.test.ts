import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { callApi, useEmulator } from '../support/emulator.js';
import { parseRaw, rawHttp } from '../support/raw-http.js';
import { countTurns } from '../support/turns.js';

const head = (method: string, path: string, key: string, more = '') =>
  `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n${more}\r\n`;
const post = (key: string, email: string) => {
  const body = JSON.stringify({ email });
  const type = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
  return head('POST', '/v2/contacts', key, type) + body;
};
const last = (key: string) => head('GET', '/v2/contacts?limit=1', key, 'Connection: close\r\n');
const statusesOf = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);

it('Requests that do not wait for answers are answered in order, also in pieces and with bodies', async () => {
  const { url, apiKey } = await useEmulator();
  const numbers = Array.from({ length: 40 }, (_, n) => n);
  const all = numbers.map((n) => post(apiKey, `n${n}@x.test`)).join('') + last(apiKey);
  for (const pieces of [[all], all.match(/[^]{1,700}/g) ?? []]) {
    const answer = await rawHttp(url, ...pieces);
    expect(statusesOf(answer)).toHaveLength(41);
    // The second time each is there already.
    if (pieces.length > 1) continue;
    const named = [...answer.matchAll(/"email":"(n\d+@x\.test)"/g)].map(([, email]) => email);
    expect(named.slice(0, 40)).toEqual(numbers.map((n) => `n${n}@x.test`));
  }
  expect((await callApi({ apiUrl: `${url}/v2`, apiKey }, '/contacts')).meta.total).toBe(40);
});

it('Others have their turn between them', async () => {
  const { url, apiKey } = await useEmulator();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answers = '';
  socket.on('data', (chunk) => (answers += chunk.toString()));
  await once(socket, 'connect');
  const turnsUntilNow = countTurns();
  socket.write(head('GET', '/v2/contacts?limit=1', apiKey).repeat(100));
  await expect.poll(() => statusesOf(answers).length, { timeout: 20_000 }).toBe(100);
  expect(turnsUntilNow()).toBeGreaterThan(100);
});

it.each(['v2', '_emulator'])(
  'More than a hundred that wait on /%s end the connection with a 400',
  async (prefix) => {
    const { url, apiKey } = await useEmulator();
    const path = prefix === 'v2' ? '/v2/contacts?limit=1' : '/_emulator/health';
    const answer = await rawHttp(url, head('GET', path, apiKey).repeat(300));
    const statuses = statusesOf(answer);
    expect(statuses.slice(0, -1)).toEqual(Array(101).fill('200'));
    const refusal = answer.slice(answer.lastIndexOf('HTTP/1.1 400'));
    expect(parseRaw(refusal)).toMatchObject({
      status: 400,
      body: {
        error: {
          details: { issue: 'Expected at most 100 requests that wait for an answer on a connection' },
        },
      },
    });
  },
);

it.each(['/v2/contacts', '/_emulator/health', '/'])('Two Host headers are a 400 on %s', async (path) => {
  const { url } = await useEmulator();
  const answer = await rawHttp(
    url,
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nHOST: other\r\nConnection: close\r\n\r\n`,
  );
  expect(parseRaw(answer)).toMatchObject({ status: 400, body: { error: { details: { field: 'Host' } } } });
});
