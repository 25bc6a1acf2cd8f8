import http from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { http as handle, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, expect, it } from 'vitest';
import { spyOnTime, unfakeAll, useUnderFakes } from '../support/faked-run.js';
import { usePacked } from '../support/packed.js';
import type * as Package from '../../src/index.js';

const server = setupServer(handle.all('*/_emulator/*', () => HttpResponse.json({ mocked: true })));
const { ClientRequest } = http;

afterAll(() => {
  server.close();
  http.ClientRequest = ClientRequest;
  unfakeAll();
});

// A file of its own: the package takes the real ones when a process loads it.
it(
  'takes no notice of spies on time and of mocked requests that were there before it was loaded',
  { timeout: 180_000 },
  async () => {
    const { folder } = await usePacked();
    const entry = pathToFileURL(join(folder, 'node_modules', 'maildrone-emulator', 'dist', 'index.js')).href;
    // As nock does it.
    http.ClientRequest = class extends ClientRequest {};
    server.listen({ onUnhandledRequest: 'bypass' });
    spyOnTime();
    const loaded = (await import(entry)) as typeof Package;
    expect(await (await fetch('http://127.0.0.1:1/_emulator/info')).json()).toEqual({ mocked: true });
    expect(Date.now()).toBe(1e12);
    await useUnderFakes(loaded);
  },
);
