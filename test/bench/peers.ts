import { execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from '../../src/app/listen.js';
import type { Setting } from './setting.js';

const execute = promisify(execFile);
export const npm = (args: readonly string[], cwd: string) =>
  execute('npm', [...args], { cwd, maxBuffer: 2 ** 26, timeout: 150_000 });

/** The floor of a start and of memory. */
export const bareServer = `import { createServer } from 'node:http';
createServer((request, response) => response.end()).listen(Number(process.argv[2]), '127.0.0.1');
`;

/** A folder with nothing but what npm installs for `what`, and what that weighs. */
export async function install(dir: string, what: string): Promise<{ packages: number; megabytes: number }> {
  await writeFile(join(dir, 'package.json'), '{ "private": true }');
  await npm(['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', what], dir);
  const modules = join(dir, 'node_modules');
  const lock = JSON.parse(await readFile(join(modules, '.package-lock.json'), 'utf8')) as {
    packages: object;
  };
  const files = (await readdir(modules, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
  return { packages: Object.keys(lock.packages).length, megabytes };
}

export interface Contender {
  name: string;
  args: string[];
  /** Answers 200 once it is ready. */
  url: string;
  /** Where it takes mail; 0 where it takes none. */
  smtpPort: number;
}

const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });

const longestStart = 30_000;

/** Starts a program and waits for its first 200. */
export async function launch({ name, args, url }: Contender, cwd: string) {
  const from = performance.now();
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const exit = once(child, 'exit');
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    if (performance.now() - from > longestStart) {
      child.kill('SIGKILL');
      throw new Error(`${name} gave no 200 at ${new URL(url).pathname}`);
    }
    await pause(1);
  }
  const ms = performance.now() - from;
  const stop = async () => {
    child.kill('SIGKILL');
    await exit;
  };
  return { ms, pid: child.pid ?? 0, stop };
}

/** What a process keeps in memory, in MiB; NaN where the system does not say. */
export async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}

const manifestIn = (dir: string) => join(dir, 'node_modules', 'maildev', 'package.json');
/** What npm writes last. */
const isInstalled = (dir: string) => existsSync(join(dir, 'node_modules', '.package-lock.json'));

/** Installs MailDev, unless it is there; says why where it cannot be had on this machine. */
export async function installMaildev(dir: string): Promise<Setting['maildev']> {
  try {
    if (!isInstalled(dir)) await install(dir, 'maildev@3');
    return { dir };
  } catch (error) {
    const [, code = (error as Error).message.split(':')[0]] =
      /npm error code (\S+)/.exec(String(error)) ?? [];
    return { missing: `MailDev could not be installed (${code})` };
  }
}

/** MailDev on free ports, as npm has it for this machine. */
async function maildevIn(dir: string): Promise<Contender> {
  const { version, bin } = JSON.parse(await readFile(manifestIn(dir), 'utf8')) as {
    version: string;
    bin: Record<string, string>;
  };
  const program = join(dir, 'node_modules', 'maildev', bin['maildev'] ?? '');
  const [smtpPort, web] = [await findFreePort('127.0.0.1'), await findFreePort('127.0.0.1')];
  const where = ['--ip', '127.0.0.1', '--web-ip', '127.0.0.1', '--silent'];
  const args = [program, ...where, '--smtp', String(smtpPort), '--web', String(web)];
  return { name: `MailDev ${version}`, args, url: `http://127.0.0.1:${web}/api/healthz`, smtpPort };
}

export interface RunningMaildev {
  name: string;
  url: string;
  smtp: { host: string; port: number };
  pid: number;
  stop(): Promise<void>;
}

/** How MailDev is called, or why it is not there. */
export async function maildevOf({
  maildev,
}: Pick<Setting, 'maildev'>): Promise<Contender | { missing: string }> {
  return 'dir' in maildev ? maildevIn(maildev.dir) : maildev;
}

/** What a peer answers, or why it does not: one that hangs or fails does not end a bench. */
export async function ofPeer<T>(
  seconds: number,
  work: Promise<T>,
): Promise<{ value: T } | { missing: string }> {
  const late = pause(seconds * 1000, { missing: `MailDev took longer than ${seconds} s` }, { ref: false });
  const failed = (error: unknown) => ({ missing: `MailDev failed (${(error as Error).message})` });
  return Promise.race([work.then((value) => ({ value }), failed), late]);
}

/** A running MailDev, or why there is none: a peer that fails does not end a bench. */
export async function startMaildev(
  setting: Setting,
  cwd: string,
): Promise<RunningMaildev | { missing: string }> {
  try {
    const contender = await maildevOf(setting);
    if ('missing' in contender) return contender;
    const { pid, stop } = await launch(contender, cwd);
    return {
      name: contender.name,
      url: contender.url,
      smtp: { host: '127.0.0.1', port: contender.smtpPort },
      pid,
      stop,
    };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

/** A program of this folder as a process of its own, which says its port. */
export async function startProgram(file: string, args: readonly string[] = []) {
  const child = fork(join(process.cwd(), 'test/bench', file), [...args], { execArgv: [] });
  const answer = async () => (await once(child, 'message'))[0] as { port: number };
  const { port } = await answer();
  const tell = async (message: string) => {
    const answered = answer();
    child.send(message);
    await answered;
  };
  return { port, tell, stop: () => void child.kill('SIGKILL') };
}
