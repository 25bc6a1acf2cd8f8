import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect as connectTo, createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startEmulator } from '../../src/index.js';
import type { Connection, Contact } from '../../src/index.js';
import { callApi } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { cliPath, run, useDirectory } from '../support/process.js';

type Target = Pick<Connection, 'url' | 'apiUrl' | 'apiKey' | 'smtp' | 'webhooks' | 'simulate'>;

async function useSocket(port: number): Promise<Socket> {
  const socket = connectTo({ port, host: '127.0.0.1', allowHalfOpen: true });
  // What the stop does to it is no matter here.
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}
const httpPort = ({ url }: Target) => Number(new URL(url).port);
/** Writes and waits for some answer. */
async function ask(socket: Socket, text: string): Promise<void> {
  socket.write(text);
  await once(socket, 'data');
}
async function openHttp(target: Target, text: string, answered: boolean): Promise<void> {
  const socket = await useSocket(httpPort(target));
  if (answered) return ask(socket, text);
  socket.write(text);
  // By the time a later connection is answered this one was taken and read.
  await fetch(`${target.url}/_emulator/health`);
}
async function openSmtp(target: Target, lines: readonly string[]): Promise<Socket> {
  const socket = await useSocket(target.smtp.port);
  await once(socket, 'data');
  for (const line of lines) await ask(socket, `${line}\r\n`);
  return socket;
}
const upgrade = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${more}\r\n`;
/** A contact whose event goes to an endpoint. */
async function deliverTo(target: Target, url: string): Promise<void> {
  await target.webhooks.add({ url, events: ['email.sent'] });
  const body = {
    ...{ from_email: 'a@x.test', to: 'b@x.test', subject: 'Hook', content: { text: 'x' } },
  };
  await callApi(target, '/emails', { method: 'POST', body });
}

function createMoment() {
  let isReceived: () => void = () => undefined;
  const received = new Promise<void>((resolve) => {
    isReceived = resolve;
  });
  return { received, isReceived: () => isReceived() };
}

/** Connections that a client may hold open when the emulator is to stop. */
const connections: Record<string, (target: Target) => Promise<unknown>> = {
  none: () => Promise.resolve(),
  'an idle one that is kept alive': (target) =>
    openHttp(target, 'GET /_emulator/health HTTP/1.1\r\nHost: localhost\r\n\r\n', true),
  'one that has sent nothing': (target) => openHttp(target, '', false),
  'half of a request': (target) => openHttp(target, 'GET /_emulator/he', false),
  'half of a body': (target) =>
    openHttp(
      target,
      `POST /v2/contacts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${target.apiKey}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"email":',
      false,
    ),
  'half of an import': (target) =>
    openHttp(
      target,
      'POST /_emulator/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
        'Content-Length: 500\r\n\r\n{"maildrone',
      false,
    ),
  'a wait for mail': (target) =>
    openHttp(target, 'GET /_emulator/messages/wait?timeout=60000 HTTP/1.1\r\nHost: localhost\r\n\r\n', false),
  'an upgrade that was refused': (target) => openHttp(target, upgrade('/nowhere'), true),
  'an upgrade that was refused for its origin': (target) =>
    openHttp(target, upgrade('/_emulator/live', 'Origin: https://evil.test\r\n'), true),
  'an upgrade without a key': (target) => openHttp(target, upgrade('/_emulator/live'), true),
  'a WebSocket': async (target) => {
    const socket = new WebSocket(`${target.url.replace('http', 'ws')}/_emulator/live`);
    socket.on('error', () => undefined);
    await once(socket, 'message');
  },
  'a WebSocket that does not read': async (target) => {
    const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
    const socket = await useSocket(httpPort(target));
    await ask(socket, upgrade('/_emulator/live', key));
    socket.pause();
  },
  'a greeted SMTP session': (target) => openSmtp(target, []),
  'an SMTP session in DATA': async (target) => {
    const socket = await openSmtp(target, [
      ...['EHLO x.test', 'MAIL FROM:<a@x.test>', 'RCPT TO:<b@x.test>', 'DATA'],
    ]);
    socket.write('Subject: half\r\n\r\nThis mail has no');
  },
  'a webhook receiver that does not answer': async (target) => {
    const { received, isReceived } = createMoment();
    const server = createServer(() => isReceived()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await deliverTo(target, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await received;
  },
  'a webhook receiver that speaks no HTTP': async (target) => {
    const { received, isReceived } = createMoment();
    const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
      onTestFinished(() => void socket.destroy());
      socket.on('error', () => undefined);
      isReceived();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    await deliverTo(target, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await received;
  },
};
const names = Object.keys(connections);
/** A second of grace for deliveries, and what a busy machine needs. */
const stopMs = 10_000;

describe('whatever is open, SIGTERM keeps what was acknowledged and ends with 0', () => {
  it.each(names)('%s', async (name) => {
    const data = await useDirectory();
    const emulator = await startProcess(['--data', data]);
    await connections[name]?.(emulator);
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'kept@x.test' } });
    const code = await Promise.race([emulator.stop(), pause(stopMs, 'it goes on')]);
    expect(code).toBe(0);
    expect(existsSync(`${data}/lock`)).toBe(false);
    // The checkpoint was written, which is the last step of the flush.
    expect(readFileSync(`${data}/workspaces/default/db.json`, 'utf8')).toContain('kept@x.test');
  });
});

describe('whatever is open, stop() resolves, and both ports are free', () => {
  it.each(names)('%s', async (name) => {
    const emulator = await startEmulator();
    await connections[name]?.(emulator);
    const stopped = emulator.stop().then(() => 'stopped');
    expect(await Promise.race([stopped, pause(stopMs, 'it goes on')])).toBe('stopped');
    for (const port of [httpPort(emulator), emulator.smtp.port]) {
      const server = createTcpServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
    }
  });
});

it('further signals during the flush do not cut it short', async () => {
  const data = await useDirectory();
  const emulator = await startProcess(['--data', data]);
  await connections['a webhook receiver that does not answer']?.(emulator);
  const body = { email: 'kept@x.test' };
  expect((await callApi<Contact>(emulator, '/contacts', { method: 'POST', body })).status).toBe(201);
  const ended = emulator.stop();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGTERM'] as const) {
    await pause(100);
    emulator.child.kill(signal);
  }
  expect(await ended).toBe(0);
  expect(readFileSync(`${data}/workspaces/default/db.json`, 'utf8')).toContain('kept@x.test');
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s writes all that there is and ends with 0',
  async (signal) => {
    const data = await useDirectory();
    const emulator = await startProcess(['--data', data]);
    const body = { email: 'kept@x.test' };
    expect((await callApi<Contact>(emulator, '/contacts', { method: 'POST', body })).status).toBe(201);
    const ended = once(emulator.child, 'exit');
    emulator.child.kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(readFileSync(`${data}/workspaces/default/db.json`, 'utf8')).toContain('kept@x.test');
  },
);

describe('a signal ends the start with 0 at any moment from the first line of the program on', () => {
  /**
   * Notes what the process has spent of the processor, in milliseconds, when the program takes SIGTERM (node has a handler of its
   * own from its start, which ends it) and at its end.
   */
  const preload = `const note = () => {
    const { user, system } = process.cpuUsage();
    require('node:fs').writeSync(3, (user + system) / 1000 + '\\n');
  };
  process.on('newListener', (name) => name === 'SIGTERM' && note());
  process.on('exit', note);`;
  const childOf = (pid: number): number | null => {
    try {
      return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]) || null;
    } catch {
      return null;
    }
  };
  const namespace = ['unshare', '--pid', '--fork'];
  const canBeInit = (() => {
    try {
      execFileSync(namespace[0] ?? '', [...namespace.slice(1), 'true'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();
  /** Starts it, as process 1 where that is allowed; answers its pid once it takes signals. */
  async function start(data: string, asInit: boolean) {
    const script = join(data, '..', `${basename(data)}.cjs`);
    await writeFile(script, preload);
    onTestFinished(() => rm(script));
    const words = [process.execPath, '--require', script, cliPath, '--data', data, '--log', 'json'];
    const [command = '', ...args] = [
      ...(asInit ? namespace : []),
      ...words,
      '--port',
      '0',
      '--smtp-port',
      '0',
    ];
    const running = run(command, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const { child } = running;
    onTestFinished(() => {
      const inner = asInit ? childOf(child.pid ?? 0) : null;
      if (inner) process.kill(inner, 'SIGKILL');
      child.kill('SIGKILL');
    });
    const notes = child.stdio[3] as Readable;
    let spent = '';
    notes.on('data', (text: Buffer) => (spent += text.toString()));
    await once(notes, 'data');
    const pid = (asInit ? childOf(child.pid ?? 0) : child.pid) ?? 0;
    return { ...running, pid, spent: () => spent.trim().split('\n').map(Number) };
  }

  it('takes signals long before it is ready', async () => {
    const { spent, stdout, pid, finished } = await start(await useDirectory(), false);
    await expect.poll(stdout, { timeout: 20_000 }).toContain('ready');
    process.kill(pid, 'SIGTERM');
    expect((await finished).code).toBe(0);
    const [untilTaken = NaN, inAll = NaN] = spent();
    expect(untilTaken).toBeLessThan(inAll * 0.5);
  });

  const delays = [0, 5, 20, 50, 80, 120, 160, 200, 250, 300, 400, 600];
  const inits = canBeInit ? [false, true] : [false];
  const cases = inits.flatMap((asInit) =>
    delays.map((ms) => ({ ms, asInit, name: asInit ? 'process 1' : 'a process among others' })),
  );
  it.each(cases)('$ms ms after it, as $name', async ({ ms, asInit }) => {
    const data = await useDirectory();
    const { pid, finished } = await start(data, asInit);
    await pause(ms);
    process.kill(pid, (['SIGTERM', 'SIGINT', 'SIGHUP'] as const)[ms % 3]);
    const ended = await Promise.race([finished, pause(stopMs, null)]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(`${data}/lock`)).toBe(false);
  });
});
