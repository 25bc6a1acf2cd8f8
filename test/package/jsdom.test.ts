// @vitest-environment jsdom
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type * as Package from '../../src/index.js';
import { usePacked } from '../support/packed.js';

async function load(): Promise<typeof Package> {
  const { folder } = await usePacked();
  const entry = join(folder, 'node_modules', 'maildrone-emulator', 'dist', 'index.js');
  return (await import(pathToFileURL(entry).href)) as typeof Package;
}
// The first test that needs it packs what is built.
beforeAll(load, 180_000);

afterEach(() => vi.unstubAllGlobals());

/** What a test of a page does with an emulator in its process, and with one that it connects to. */
async function useEmulator({ startEmulator, connect }: typeof Package): Promise<void> {
  const emulator = await startEmulator();
  try {
    await emulator.trigger('email.opened', { to: 'ann@example.com' });
    const mail = await emulator.inbox.waitFor({ to: /^ann@/ });
    const same = await connect(emulator.url);
    expect((await same.inbox.list()).map(({ id }) => id)).toEqual([mail.id]);
    expect((await same.inbox.raw(mail.id)).length).toBe(mail.size);
    await same.clock.advance('2h');
    const file = await same.export();
    await same.import(new Uint8Array(file));
    await expect(same.inbox.waitFor({ to: 'nobody' }, { timeout: 30 })).rejects.toThrow('ann@example.com');
    const other = await emulator.workspace();
    expect(await other.inbox.list()).toHaveLength(0);
    await other.drop();
  } finally {
    await emulator.stop();
  }
}

it('works in jsdom', async () => {
  expect(window.document.createElement('p').ownerDocument.defaultView).toBe(window);
  await useEmulator(await load());
});

it('works in jsdom beside msw, which answers what the page asks for', async () => {
  const server = setupServer(
    http.get('https://api.example.test/user', () => HttpResponse.json({ name: 'Ann' })),
  );
  server.listen({ onUnhandledRequest: 'bypass' });
  try {
    expect(await (await fetch('https://api.example.test/user')).json()).toEqual({ name: 'Ann' });
    await useEmulator(await load());
  } finally {
    server.close();
  }
});

it('works beside msw that refuses all that it does not know, and with a stubbed fetch', async () => {
  const server = setupServer();
  server.listen({ onUnhandledRequest: 'error' });
  vi.stubGlobal('fetch', () => Promise.reject(new Error('fetch is stubbed')));
  try {
    await useEmulator(await load());
  } finally {
    server.close();
  }
});
