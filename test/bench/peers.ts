import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from '../../src/app/listen.js';

const execute = promisify(execFile);
export const npm = (args: readonly string[], cwd: string) =>
  execute('npm', [...args], { cwd, maxBuffer: 2 ** 26 });

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

const longestStart = 60_000;

/** Starts a program and waits for its first 200. */
export async function launch({ name, args, url }: Contender, cwd: string) {
  const from = performance.now();
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const exit = once(child, 'exit');
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    if (performance.now() - from > longestStart) {
      child.kill('SIGKILL');
      throw new Error(`${name} gives no 200 at ${url}`);
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

/** MailDev as npm has it for this machine; null, and a word on stderr, where it cannot be installed. */
export async function installMaildev(dir: string): Promise<Contender | null> {
  try {
    await install(dir, 'maildev');
    const manifest = join(dir, 'node_modules', 'maildev', 'package.json');
    const { version, bin } = JSON.parse(await readFile(manifest, 'utf8')) as {
      version: string;
      bin: Record<string, string>;
    };
    const program = join(dir, 'node_modules', 'maildev', bin.maildev ?? '');
    const [smtpPort, web] = [await findFreePort('127.0.0.1'), await findFreePort('127.0.0.1')];
    const where = ['--ip', '127.0.0.1', '--web-ip', '127.0.0.1'];
    const args = [program, ...where, '--smtp', String(smtpPort), '--web', String(web)];
    return { name: `MailDev ${version}`, args, url: `http://127.0.0.1:${web}/api/healthz`, smtpPort };
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0];
    process.stderr.write(`not measured: MailDev could not be installed (${reason})\n`);
    return null;
  }
}
