import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { EmulatorHandle, MessageSummary } from '../../src/index.js';
import { callControl, useEmulator } from '../support/emulator.js';

const fixture = {
  clock: { frozen: true },
  contacts: Array.from({ length: 20 }, (_, number) => ({
    email: `c${number}+open@example.com`,
    created_at: '-1d',
  })),
  campaigns: [
    {
      name: 'News',
      subject: 'Hi',
      from_email: 'a@example.com',
      content: { html: '<p>x</p>' },
      recipients: { type: 'all' },
      sent: { at: '-0s', profile: 'manual', keep_mail: 1 },
    },
  ],
};

async function fixtureFile(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-plans-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, 'plans.json');
  await writeFile(file, JSON.stringify(fixture));
  return file;
}

async function expectEachActionOnce(emulator: EmulatorHandle) {
  const before = await emulator.events.list({ limit: 500 });
  const { fired } = await emulator.clock.advance('31d');
  const after = await emulator.events.list({ limit: 500 });
  // Each mail is delivered and opened.
  expect([fired, after.length - before.length]).toEqual([40, 40]);
}

it('schedules each action of a fixture once, loaded at the start', async () => {
  await expectEachActionOnce(await useEmulator({ fixture: [await fixtureFile()] }));
});

it('schedules each action of a fixture once, loaded by a call', async () => {
  const emulator = await useEmulator();
  await callControl(emulator, '/fixtures', { method: 'POST', body: { fixture } });
  await expectEachActionOnce(emulator);
});

it('leaves a mail deferred that a test deferred, whatever time passes', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze();
  await callControl(emulator, '/trigger', {
    method: 'POST',
    body: { event: 'email.deferred', to: 'ann@example.com' },
  });
  await emulator.clock.advance('2d');
  const { data } = await callControl<MessageSummary[]>(emulator, '/messages');
  expect(data.map(({ status }) => status)).toEqual(['deferred']);
});
