import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../src/app/emulator.js';
import { resolveOptions } from '../../src/config/options.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { createIntake } from '../../src/core/traffic/intake.js';
import { createApp } from '../../src/http/app.js';
import { connect } from '../../src/index.js';
import type { Campaign, Connection } from '../../src/index.js';
import { callApi } from '../support/emulator.js';

/** A running emulator, and a second server over it whose outlet says what large answers it is told of. */
async function useCountedAnswers() {
  const emulator = await createEmulator({ settings: resolveOptions({}), log: () => undefined });
  onTestFinished(() => emulator.stop());
  const services = emulator.api.find('default');
  if (!services) throw new Error('no default workspace');
  const counted: number[] = [];
  const count = ({ bytes }: { bytes: number }) => {
    counted.push(bytes);
    return { admitted: undefined, move: () => undefined, end: () => undefined };
  };
  const app = createApp({
    emulator: emulator.api,
    findKey(digest) {
      const key = services.keys.find(digest);
      return key ? { services, key } : null;
    },
    guard: { allowedHosts: [], allowedOrigins: [], publicUrl: null, uiAuth: null },
    uiDir: import.meta.dirname,
    intake: createIntake(systemTimers),
    outlet: { begin: count, note: count },
    newRequestId: () => 'req_aaaaaaaa',
    onDefect: (error) => expect.fail(String(error)),
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const connection = await connect(emulator.api.urls().http);
  return { connection, counted, url: `http://127.0.0.1:${port}` };
}

const size = 2_000_000;
const large = {
  ...{ name: 'n', subject: 's', from_email: 'a@b.test', recipients: { type: 'all' } },
  content: { html: `<a href="{{view_url}}">x</a>${'h'.repeat(size)}` },
};

/** Answers that are large, by what is asked for. */
const answers: Record<string, (emulator: Connection, campaign: Campaign) => Promise<string> | string> = {
  'a list of /v2': () => '/v2/campaigns',
  'one of /v2': (_emulator, { id }) => `/v2/campaigns/${id}`,
  'a list of the control API': () => '/_emulator/campaigns',
  'a message of the control API': async ({ inbox }) => `/_emulator/messages/${(await inbox.waitFor({})).id}`,
  'the html of a message': async ({ inbox }) => `/_emulator/messages/${(await inbox.waitFor({})).id}/html`,
  'the calls with their bodies': () => '/_emulator/export',
  async 'the page of a mail'({ inbox }) {
    const { html } = await inbox.waitFor({});
    return new URL(/href="([^"]*\/t\/v\/[^"]*)"/.exec(html ?? '')?.[1] ?? '').pathname;
  },
};

it.each(Object.keys(answers))(
  '%s is counted among the answers that clients may leave unread',
  async (what) => {
    const { connection, counted, url } = await useCountedAnswers();
    await callApi(connection, '/contacts', { method: 'POST', body: { email: 'ada@x.test' } });
    const { data } = await callApi<Campaign>(connection, '/campaigns', { method: 'POST', body: large });
    await callApi(connection, `/campaigns/${data.id}/send`, { method: 'POST' });
    const path = (await answers[what]?.(connection, data)) ?? '';
    const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${connection.apiKey}` } });
    expect((await answer.text()).length).toBeGreaterThan(size);
    expect(counted).toHaveLength(1);
    expect(counted[0]).toBeGreaterThan(0.9 * size);
  },
);
