import { existsSync, readFileSync, unlinkSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Timers } from '../../src/core/time/clock.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { createParserThread } from '../../src/smtp/parser/thread.js';

/** Reads by the words of a mail: one that says "endless" takes for ever, one that says "crash" ends the thread. */
const program = `
import { appendFileSync, writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
const read = (text, reading) => {
  if (reading === 'whole') appendFileSync(new URL('./whole', import.meta.url), text + ' ');
  if (reading === 'whole' && text === 'endless') {
    writeFileSync(new URL('./silent', import.meta.url), '');
    for (;;);
  }
  if (reading === 'whole' && text === 'crash') process.exit(1);
  return { text: reading + ' ' + text, attachments: [], filter: new Uint32Array(1) };
};
parentPort.on('message', ({ call, name, argument: { bytes, mails, reading } }) => {
  const text = Buffer.from(bytes).toString();
  let end = 0;
  const reply = mails ? mails.map(({ size }) => read(text.slice(end, (end += size)), reading)) : read(text, reading);
  parentPort.postMessage({ call, reply });
});
`;

async function useThread({ isPatient = false } = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-parser-'));
  const file = join(dir, 'program.mjs');
  await writeFile(file, program);
  const silent = join(dir, 'silent');
  /** Waits that were asked for, in ms. One for a silent thread is over once it is that, however slow the machine is. */
  const waits: number[] = [];
  const timers: Timers = {
    ...systemTimers,
    after(ms, act, awaited) {
      waits.push(ms);
      if (ms <= 10_000) return systemTimers.after(ms, act, awaited);
      const watch = setInterval(() => {
        if (isPatient || !existsSync(silent)) return;
        unlinkSync(silent);
        clearInterval(watch);
        act();
      }, 20);
      return { cancel: () => clearInterval(watch) };
    },
  };
  const thread = createParserThread(file, timers);
  onTestFinished(async () => {
    await thread.stop();
    await rm(dir, { recursive: true, force: true });
  });
  const readWhole = () => readFileSync(join(dir, 'whole'), 'utf8').trim().split(' ');
  return { thread, waits, readWhole };
}

const row = { kind: 'smtp', from: { name: '', address: '' }, to: [], cc: [], subject: '' } as const;
const mail = (text: string) => ({
  raw: Buffer.from(text),
  row: { ...row, to: [], cc: [], envelope: { from: '', to: [] } },
});

it.each(['endless', 'crash'])(
  'a mail that the parser does not come back from (%s) is shown raw, those beside it are read',
  async (fatal) => {
    const { thread, waits } = await useThread();
    const entries = thread.index(['one', fatal, 'two', fatal, 'three'].map(mail));
    const [alone, later] = [thread.read(Buffer.from(fatal)), thread.read(Buffer.from('four'))];
    expect((await entries).map(({ text }) => text)).toEqual([
      ...['whole one', `raw ${fatal}`, 'whole two', `raw ${fatal}`, 'whole three'],
    ]);
    expect([(await alone).text, (await later).text]).toEqual([`raw ${fatal}`, 'whole four']);
    expect((await thread.read(Buffer.from('five'))).text).toBe('whole five');
    // Ten seconds and more by how much there is to read.
    expect(Math.min(...waits.filter((ms) => ms !== 5000))).toBeGreaterThan(10_000);
  },
);

it.each(['endless', 'crash'])(
  'a mail that the parser did not come back from (%s) is shown raw at once from then on',
  async (fatal) => {
    const { thread, readWhole } = await useThread();
    await thread.read(Buffer.from(fatal));
    expect((await thread.read(Buffer.from(fatal))).text).toBe(`raw ${fatal}`);
    const other = 'x'.repeat(fatal.length);
    const entries = await thread.index([fatal, 'one', fatal, other].map(mail));
    expect(entries.map(({ text }) => text)).toEqual([
      ...[`raw ${fatal}`, 'whole one', `raw ${fatal}`, `whole ${other}`],
    ]);
    // Once with others, once by itself.
    expect(readWhole()).toEqual([fatal, fatal, 'one', other]);
  },
);

it('a thread that is stopped reads nothing again', async () => {
  const { thread } = await useThread({ isPatient: true });
  const lost = expect(thread.index([mail('endless')])).rejects.toThrow('the parser ended');
  await new Promise<void>((resolve) => systemTimers.after(100, resolve));
  await thread.stop();
  await lost;
});
