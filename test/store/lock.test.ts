import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Timers } from '../../src/core/time/clock.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { startEmulator } from '../../src/index.js';
import { lockDirectory } from '../../src/store/persistence/lock.js';
import { startProcess } from '../support/emulator-process.js';
import { cliPath, run, useDirectory } from '../support/process.js';

/** Time that passes as soon as someone waits for it; `meanwhile` happens each time. */
function quickTimers(meanwhile: () => Promise<void> = () => Promise.resolve()) {
  let waited = 0;
  const timers: Timers = {
    now: systemTimers.now,
    after(ms, act) {
      let cancelled = false;
      waited += ms;
      void meanwhile().then(() => setImmediate(() => !cancelled && act()));
      return { cancel: () => (cancelled = true) };
    },
  };
  return { timers, waited: () => waited };
}

const log = () => undefined;
const elsewhere = { pid: 1, started: '12', place: 'another machine pid:[4026532000]' };

async function useLock(holder: object) {
  const dir = await useDirectory();
  const path = join(dir, 'lock');
  await writeFile(path, `${JSON.stringify(holder)}\n`);
  return { dir, path };
}

it('of those that start at once in a fresh directory one gets it, and the others are told who has it', async () => {
  const dir = join(await useDirectory(), 'fresh');
  const within = await Promise.allSettled(Array.from({ length: 8 }, () => startEmulator({ data: dir })));
  for (const end of within) if (end.status === 'fulfilled') onTestFinished(() => end.value.stop());
  const reasons = within.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
  expect(reasons).toHaveLength(7);
  for (const reason of reasons)
    expect(reason).toContain(`another emulator (pid ${process.pid}) uses this directory`);

  const other = join(await useDirectory(), 'fresh');
  const args = ['--port', '0', '--smtp-port', '0', '--data', other];
  const running = Array.from({ length: 4 }, () => run(process.execPath, [cliPath, ...args]));
  for (const { child } of running) onTestFinished(() => void child.kill('SIGKILL'));
  let ended = 0;
  const ends = running.map(async ({ finished }) => {
    const { code, stderr } = await finished;
    ended += 1;
    if (ended < 4)
      expect([code, stderr]).toEqual([1, expect.stringMatching(/another emulator \(pid \d+\) uses/)]);
  });
  await expect.poll(() => ended).toBe(3);
  for (const { child } of running) child.kill('SIGTERM');
  await Promise.all(ends);
});

it('a lock of another container that gives signs of life is respected, and left as it is', async () => {
  const { dir, path } = await useLock(elsewhere);
  let beat = 1_700_000_000;
  const { timers } = quickTimers(() => utimes(path, (beat += 1), beat));
  await expect(lockDirectory(dir, { timers, log })).rejects.toThrow(
    /lock: another emulator \(pid 1 in another container or machine\) uses this directory\. Stop it/,
  );
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(elsewhere);
});

it('a lock of another container without a sign of life is taken over after some seconds', async () => {
  const { dir, path } = await useLock(elsewhere);
  const { timers, waited } = quickTimers();
  const unlock = await lockDirectory(dir, { timers, log });
  expect(waited()).toBeGreaterThanOrEqual(5000);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
  await unlock();
  await expect(stat(path)).rejects.toThrow(/ENOENT/);
});

it('a lock of the same place whose process is dead is taken over at once', async () => {
  const dir = await useDirectory();
  const path = join(dir, 'lock');
  await (
    await lockDirectory(dir, { timers: systemTimers, log })
  )();
  const first = await lockDirectory(dir, { timers: systemTimers, log });
  const mine = JSON.parse(await readFile(path, 'utf8')) as object;
  await first();
  await writeFile(path, JSON.stringify({ ...mine, pid: 2 ** 22 + 1 }));
  const { timers, waited } = quickTimers(() => new Promise(() => undefined));
  const unlock = await lockDirectory(dir, { timers, log });
  // Only the first sign of life of its own is waited for.
  expect(waited()).toBeLessThanOrEqual(1000);
  await unlock();
});

/** Time that stands still; `beat` makes the holder give one sign of life. */
function beatingTimers() {
  const acts: (() => void)[] = [];
  let armed: () => void = () => undefined;
  const timers: Timers = {
    now: systemTimers.now,
    after(_ms, act) {
      acts.push(act);
      armed();
      return { cancel: () => undefined };
    },
  };
  const beat = async () => {
    const again = new Promise<void>((resolve) => (armed = resolve));
    acts.shift()?.();
    await again;
  };
  return { timers, beat };
}

it('a holder writes its lock anew, the same bytes, as long as it is its own', async () => {
  const dir = await useDirectory();
  const path = join(dir, 'lock');
  const { timers, beat } = beatingTimers();
  const unlock = await lockDirectory(dir, { timers, log });
  const text = await readFile(path, 'utf8');
  await utimes(path, 1, 1);
  await beat();
  expect((await stat(path)).mtimeMs).toBeGreaterThan(1000);
  expect(await readFile(path, 'utf8')).toBe(text);

  // Somebody took it over while this process was asleep.
  const theirs = `${JSON.stringify(elsewhere)}\n`;
  await writeFile(path, theirs);
  await utimes(path, 1, 1);
  await beat();
  expect((await stat(path)).mtimeMs).toBe(1000);
  await unlock();
  expect(await readFile(path, 'utf8')).toBe(theirs);
});

it('a holder that cannot give signs of life logs it, once until it can', async () => {
  const dir = await useDirectory();
  const path = join(dir, 'lock');
  const { timers, beat } = beatingTimers();
  const lines: string[] = [];
  const unlock = await lockDirectory(dir, { timers, log: (_level, line) => lines.push(line) });
  const mine = await readFile(path);
  for (const times of [1, 2]) {
    await rm(path);
    for (let n = 0; n < 3; n += 1) await beat();
    expect(lines).toHaveLength(times);
    await writeFile(path, mine);
    await beat();
  }
  expect(lines[0]).toMatch(/lock: cannot be written anew, so an emulator in another container/);
  await unlock();
});

it('a real process starts over the lock of a container that crashed, once it has been silent', async () => {
  const { dir, path } = await useLock(elsewhere);
  const emulator = await startProcess(['--data', dir]);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: emulator.child.pid });
  expect(await emulator.stop()).toBe(0);
});

it('a copy of the directory of a running emulator has a lock that holds nothing, once it has been silent', async () => {
  const dir = await useDirectory();
  const emulator = await startProcess(['--data', dir]);
  const copy = join(await useDirectory(), 'copy');
  await cp(dir, copy, { recursive: true, preserveTimestamps: true });
  const { timers, waited } = quickTimers();
  const unlock = await lockDirectory(copy, { timers, log });
  expect(waited()).toBeGreaterThanOrEqual(5000);
  expect(JSON.parse(await readFile(join(copy, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  await unlock();
  // The one of the emulator itself holds, whether it gives signs of life or not.
  await expect(lockDirectory(dir, { timers, log })).rejects.toThrow(`(pid ${emulator.child.pid}) uses`);
  expect(await emulator.stop()).toBe(0);
});

/** The program that ended with this pid, and whose parent never asks how it ended; where the system tells, when it began. */
async function useZombie(): Promise<{ pid: number; started: string | null }> {
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  if (process.platform !== 'linux') {
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { pid, started: null };
  }
  const stat = () => readFile(`/proc/${pid}/stat`, 'utf8');
  await expect.poll(stat).toContain(') Z ');
  return { pid, started: (await stat()).split(') ')[1]?.split(' ')[19] ?? null };
}

it('a lock whose holder is a zombie is taken over at once where the system tells, and else held until it is silent', async () => {
  const dir = await useDirectory();
  const path = join(dir, 'lock');
  const unlock = await lockDirectory(dir, { timers: systemTimers, log });
  const { place } = JSON.parse(await readFile(path, 'utf8')) as { place: string };
  await unlock();
  await writeFile(path, `${JSON.stringify({ ...(await useZombie()), place })}\n`);
  const taken = lockDirectory(dir, { timers: systemTimers, log });
  if (process.platform === 'linux') await (await taken)();
  else await expect(taken).rejects.toThrow('uses this directory');
});
