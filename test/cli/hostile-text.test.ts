import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { exitCodeOf, reportFailure } from '../../src/cli/failure.js';
import { createLogger } from '../../src/cli/log.js';
import { createProgram } from '../../src/cli/program.js';
import { createRequests } from '../../src/core/traffic/request-log.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { logCalls } from '../../src/projections/console.js';
import type { EmulatorHandle } from '../../src/index.js';
import { commandCalls, commandsOf } from '../support/commands.js';
import type { Things } from '../support/commands.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { cliPath, run, useDirectory } from '../support/process.js';

const steering = '\u001b[2J\u009b2J\u0007\u007f\u202e';
const hostile = `${steering}\r\nforged`;
const harmful = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|^forged/m;
/** Words that the commands look at. */
const isKept = /^(?:status|type|event_type|state|api_key|next_cursor)$/;

/** An answer in which each text ends in what takes hold of a terminal. */
const poisoned = (body: string): string =>
  JSON.stringify(
    JSON.parse(body, (name, value: unknown) =>
      // A mail has lines of its own.
      typeof value === 'string' && !isKept.test(name)
        ? value + (name === 'text' ? steering : hostile)
        : value,
    ),
  );

async function forward(url: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const pieces = (await req.toArray()) as Buffer[];
  // A command may ask with what it was answered.
  const asked = (req.url ?? '').replaceAll(encodeURIComponent(hostile), '');
  const answer = await fetch(`${url}${asked}`, {
    method: req.method ?? 'GET',
    headers: Object.entries(req.headers).filter(([name]) =>
      /^(?:authorization|content-type|x-emu)/.test(name),
    ) as [string, string][],
    ...(pieces.length > 0 ? { body: Buffer.concat(pieces) } : {}),
  });
  res.writeHead(answer.status, { 'X-Maildrone-Emulator': 'x', 'Content-Type': 'application/json' });
  res.end(poisoned(await answer.text()));
}

/** Hands calls on to an emulator and poisons what it answers. */
async function usePoisoner({ url }: EmulatorHandle): Promise<string> {
  const server = http.createServer((req, res) => void forward(url, req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let printed = '';
beforeAll(() => void delete process.env['MAILDRONE_API_KEY']);
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

function listen(): void {
  printed = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
}

async function thingsIn(emulator: EmulatorHandle): Promise<Things> {
  await emulator.seed({ name: 'docs' });
  const body = {
    from_email: 'a@x.test',
    to: 'jane@example.com',
    subject: 'Hello',
    content: { text: 'one\ntwo' },
  };
  await callApi(emulator, '/emails', { method: 'POST', body });
  const [mail] = await emulator.inbox.list();
  await emulator.suppressions.add('old@example.com');
  await emulator.faults.add({ match: { path: '/v2/nowhere' }, respond: { status: 500 } });
  const webhook = await emulator.webhooks.add({ url: 'http://127.0.0.1:9/', retries: 'none' });
  const delivery = await emulator.webhooks.test(webhook.id);
  const campaigns = await emulator.campaigns.list();
  const dir = await useDirectory();
  await writeFile(join(dir, 'contacts.csv'), 'email\nnobody\n');
  await writeFile(join(dir, 'whole.json'), await emulator.export());
  return {
    campaign: campaigns.find(({ status }) => status === 'draft')?.id ?? 'campaign_00000000',
    sent: campaigns.find(({ status }) => status === 'sent')?.id ?? 'campaign_00000000',
    mail: mail?.id ?? '',
    webhook: webhook.id,
    delivery: delivery.id,
    key: (await emulator.keys.create({})).id,
    workspace: (await emulator.workspace()).id,
    dir,
  };
}

it('no command hands on what takes hold of a terminal, be it text or JSON, an answer or a failure', async () => {
  expect(Object.keys(commandCalls).sort()).toEqual(commandsOf(createProgram()).sort());
  const emulator = await useEmulator();
  const things = await thingsIn(emulator);
  const url = await usePoisoner(emulator);
  for (const [path, waysOf] of Object.entries(commandCalls)) {
    for (const words of waysOf(things)) {
      for (const json of [[], ['--json']]) {
        listen();
        const error = await createProgram()
          .parseAsync([...path.split(' '), ...words, ...json, '--url', url], { from: 'user' })
          .catch((reason: unknown) => reason);
        if (error instanceof Error) reportFailure(error, { json: json.length > 0 });
        vi.restoreAllMocks();
        const call = [path, ...words, ...json].join(' ');
        expect(printed, call).not.toBe('');
        expect(printed, call).not.toMatch(harmful);
        if (error instanceof Error) expect(exitCodeOf(error), `${call}: ${printed}`).toBeLessThan(3);
      }
    }
  }
}, 60_000);

it('the log of a server has one line for each call, whatever stands in it', async () => {
  const emulator = await useEmulator();
  const query = `/contacts?${encodeURIComponent(hostile)}=1`;
  await callApi(emulator, query);
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'a@example.com', [hostile]: 1 } });
  const calls = await emulator.requests.list();
  for (const mode of ['pretty', 'json'] as const) {
    listen();
    const { log, ready } = createLogger(mode);
    ready({ pretty: 'Ready.', json: '{}' });
    const requests = createRequests({ timers: systemTimers, ended: new AbortController().signal });
    logCalls(requests, log);
    for (const call of calls) requests.add(call);
    vi.restoreAllMocks();
    expect(printed.trimEnd().split('\n')).toHaveLength(1 + calls.length);
    expect(printed).toContain('\\u001b[2J');
    expect(printed).not.toMatch(harmful);
  }
});

it('calls that are followed are shown as harmlessly', async () => {
  const emulator = await useEmulator();
  const url = await usePoisoner(emulator);
  for (const json of [[], ['--json']]) {
    const { child, stdout } = run(process.execPath, [cliPath, 'requests', '--follow', ...json, '--url', url]);
    onTestFinished(() => void child.kill('SIGKILL'));
    await expect
      .poll(
        async () => {
          await callApi(emulator, '/contacts');
          return stdout();
        },
        { timeout: 10_000, interval: 300 },
      )
      .toContain('\\u001b[2J');
    child.kill('SIGKILL');
    expect(stdout()).not.toMatch(harmful);
  }
}, 30_000);
