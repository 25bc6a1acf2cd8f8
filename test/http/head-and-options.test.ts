import { expect, it } from 'vitest';
import { callApi, useEmulator } from '../support/emulator.js';

it('HEAD has no body in the request log either, of an error too', async () => {
  const emulator = await useEmulator();
  for (const path of ['/contacts', '/contacts?page=x', '/none']) {
    await callApi(emulator, path, { method: 'HEAD' });
    const [call] = await emulator.requests.list({ limit: 1 });
    const { response } = await emulator.requests.get(call?.id ?? '');
    expect(response).toMatchObject({ body: null, size: 0 });
  }
});

it('what is answered before a body could come keeps the connection, OPTIONS and errors too', async () => {
  const { url } = await useEmulator();
  for (const method of ['OPTIONS', 'GET', 'DELETE'])
    for (const path of ['/v2/contacts', '/v2/none', '/_emulator/faults', '/_emulator/none', '/none']) {
      const { headers } = await fetch(url + path, { method });
      expect([method, path, headers.get('connection')]).toEqual([method, path, 'keep-alive']);
    }
});
