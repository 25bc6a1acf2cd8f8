import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createThreadCalls } from '../../src/threads/calls.js';
import type { ThreadCalls, ThreadProgram } from '../../src/threads/calls.js';

type TestCalls = {
  double: { argument: number; reply: number };
  lengthOf: { argument: Uint8Array; reply: number };
  hang: { argument: null; reply: null };
  crash: { argument: null; reply: null };
};

/** Speaks the protocol of a thread by hand: numbered calls and answers. */
const program = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ call, name, argument }) => {
  if (name === 'hang') return;
  if (name === 'crash') throw new Error('out of order');
  if (name === 'double' && argument < 0) parentPort.postMessage({ call, error: 'too small' });
  else parentPort.postMessage({ call, reply: name === 'double' ? argument * 2 : argument.length });
});
`;

async function useCalls(
  source = program,
  whenIdle?: ThreadProgram['whenIdle'],
): Promise<ThreadCalls<TestCalls>> {
  const dir = await mkdtemp(join(tmpdir(), 'maildrone-calls-'));
  const file = join(dir, 'program.mjs');
  await writeFile(file, source);
  const calls = createThreadCalls<TestCalls>({
    file,
    ended: (cause) => new Error(`it ended: ${cause?.message ?? 'stopped'}`),
    ...(whenIdle && { whenIdle }),
  });
  onTestFinished(async () => {
    await calls.stop();
    await rm(dir, { recursive: true, force: true });
  });
  return calls;
}

describe('calls to a thread', () => {
  let calls: ThreadCalls<TestCalls>;
  beforeEach(async () => {
    calls = await useCalls();
  });

  it('are each answered with their own reply', async () => {
    const replies = [1, 2, 3].map((value) => calls.thread().ask('double', { value }));
    expect(await Promise.all(replies)).toEqual([2, 4, 6]);
  });

  it('reject with what the thread failed with, and the thread goes on', async () => {
    await expect(calls.thread().ask('double', { value: -1 })).rejects.toThrow('too small');
    expect(await calls.thread().ask('double', { value: 4 })).toBe(8);
  });

  it('move memory without a copy', async () => {
    const value = new Uint8Array(1000);
    const reply = calls.thread().ask('lengthOf', { value, moved: [value.buffer] });
    expect([value.length, await reply]).toEqual([0, 1000]);
  });

  it('fail all together when the thread crashes, and the next call gets a new thread', async () => {
    const thread = calls.thread();
    const failures = [thread.ask('hang', { value: null }), thread.ask('crash', { value: null })];
    const settled = await Promise.allSettled(failures);
    expect(settled.map((each) => each.status === 'rejected' && String(each.reason))).toEqual([
      'Error: it ended: out of order',
      'Error: it ended: out of order',
    ]);
    await expect(thread.ask('double', { value: 1 })).rejects.toThrow('it ended: out of order');
    expect(await calls.thread().ask('double', { value: 5 })).toBe(10);
  });

  it('fail when the thread is stopped', async () => {
    const failure = expect(calls.thread().ask('hang', { value: null })).rejects.toThrow('it ended: stopped');
    await calls.stop();
    await failure;
  });

  it('that cannot be posted leave no call behind', async () => {
    const thread = calls.thread();
    const value = (() => 1) as never;
    await expect(thread.ask('double', { value })).rejects.toThrow('could not be cloned');
    expect(await thread.ask('double', { value: 2 })).toBe(4);
  });
});

it('fails the calls to a program that cannot run', async () => {
  const calls = await useCalls('this is no program');
  await expect(calls.thread().ask('double', { value: 1 })).rejects.toThrow('it ended:');
});

it('a thread that nobody calls ends, and the next call gets a new one', async () => {
  const idle: { end: () => void; cancelled: boolean }[] = [];
  const calls = await useCalls(program, (end) => {
    const wait = { end, cancelled: false };
    idle.push(wait);
    return { cancel: () => void (wait.cancelled = true) };
  });
  const first = calls.thread();
  await Promise.all([first.ask('double', { value: 1 }), first.ask('double', { value: 2 })]);
  await first.ask('double', { value: 3 });
  expect(idle.map(({ cancelled }) => cancelled)).toEqual([true, false]);
  idle[1]?.end();
  expect(calls.thread()).not.toBe(first);
  expect(await calls.thread().ask('double', { value: 4 })).toBe(8);
});
