import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from '../../src/app/listen.js';
import { sharesOf } from './figures.js';
import type { startEmulator } from '../../src/index.js';
import type { Report } from './report.js';

const execute = promisify(execFile);
const npm = (args: readonly string[], cwd: string) => execute('npm', [...args], { cwd, maxBuffer: 2 ** 26 });

const turns = 15;
const most = { floors: 2, packages: 60, megabytes: 25 };

const bareServer = `import { createServer } from 'node:http';
createServer((request, response) => response.end()).listen(Number(process.argv[2]), '127.0.0.1');
`;

/** A folder with nothing but what npm installs for `what`, and what that weighs. */
async function install(dir: string, what: string): Promise<{ packages: number; megabytes: number }> {
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

interface Contender {
  name: string;
  args: string[];
  /** Answers 200 once it is ready. */
  url: string;
}

const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });

/** Milliseconds from the start of the process to its first 200. */
async function coldStart({ name, args, url }: Contender, cwd: string): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const exit = once(child, 'exit');
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    await pause(1);
  }
  const took = performance.now() - from;
  child.kill('SIGKILL');
  await exit;
  return took;
}

async function coldStarts(contenders: readonly Contender[], cwd: string, report: Report): Promise<void> {
  const times = contenders.map((): number[] => []);
  // The first turn fills the caches of the disk and does not count. By turns: all see the same machine.
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [index, contender] of contenders.entries()) {
      const took = await coldStart(contender, cwd);
      if (turn > 0) times[index]?.push(took);
    }
  }
  const [floor = []] = times;
  for (const [index, { name }] of contenders.entries()) {
    const values = times[index] ?? [];
    report({ what: `spawn to the first 200: ${name}`, values, unit: 'ms' });
    const demand = index === 1 ? `≤ ${most.floors.toFixed(2)}` : '';
    if (index > 0)
      report({ what: '  of bare node:http', values: sharesOf(values, floor), unit: '×', demand });
  }
}

/** How long `startEmulator()` takes in a process that has loaded it, and a bare server beside it. */
async function warmStarts(app: string, report: Report): Promise<void> {
  const entry = join(app, 'node_modules', 'maildrone-emulator', 'dist', 'index.js');
  const loading = performance.now();
  const loaded = (await import(pathToFileURL(entry).href)) as { startEmulator: typeof startEmulator };
  const load = performance.now() - loading;
  const ours: number[] = [];
  const bare: number[] = [];
  for (let turn = 0; turn < 50; turn += 1) {
    const from = performance.now();
    const emulator = await loaded.startEmulator();
    ours.push(performance.now() - from);
    await emulator.stop();
    const bareFrom = performance.now();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    bare.push(performance.now() - bareFrom);
    server.close();
    await once(server, 'close');
  }
  report({ what: 'import of the package', values: [load], unit: 'ms' });
  report({ what: 'startEmulator(), the first', values: ours.slice(0, 1), unit: 'ms' });
  report({ what: 'startEmulator(), later ones', values: ours.slice(1), unit: 'ms', demand: '≤ 100' });
  report({ what: 'a bare server in the same process', values: bare, unit: 'ms', demand: '(floor)' });
}

/** MailDev beside us, where the registry has it for this machine. */
async function installMaildev(dir: string): Promise<Contender | null> {
  try {
    await install(dir, 'maildev');
    const manifest = join(dir, 'node_modules', 'maildev', 'package.json');
    const { version, bin } = JSON.parse(await readFile(manifest, 'utf8')) as {
      version: string;
      bin: Record<string, string>;
    };
    const program = join(dir, 'node_modules', 'maildev', bin.maildev ?? '');
    const [smtp, web] = [await findFreePort('127.0.0.1'), await findFreePort('127.0.0.1')].map(String);
    const where = ['--ip', '127.0.0.1', '--web-ip', '127.0.0.1'];
    const args = [program, ...where, '--smtp', smtp ?? '', '--web', web ?? ''];
    return { name: `MailDev ${version}`, args, url: `http://127.0.0.1:${web}/` };
  } catch (error) {
    process.stderr.write(
      `MailDev could not be installed (${(error as Error).message.split('\n')[0]}): it is left out\n`,
    );
    return null;
  }
}

async function contendersIn(app: string, other: string): Promise<Contender[]> {
  await writeFile(join(app, 'bare.mjs'), bareServer);
  const [floor, ours, smtp] = await Promise.all([1, 2, 3].map(() => findFreePort('127.0.0.1')));
  const flags = ['--memory', '--port', String(ours), '--smtp-port', String(smtp), '--log', 'pretty'];
  const program = join(app, 'node_modules', 'maildrone-emulator', 'dist', 'cli.js');
  const maildev = await installMaildev(other);
  return [
    { name: 'bare node:http', args: ['bare.mjs', String(floor)], url: `http://127.0.0.1:${floor}/` },
    {
      name: 'maildrone-emulator',
      args: [program, ...flags],
      url: `http://127.0.0.1:${ours}/_emulator/ready`,
    },
    ...(maildev ? [maildev] : []),
  ];
}

/** The package as a stranger gets it: what it weighs, and how soon it is there. */
export async function run(report: Report): Promise<void> {
  const dirs = [];
  for (const name of ['ours', 'maildev'])
    dirs.push(await mkdtemp(join(tmpdir(), `maildrone-start-${name}-`)));
  const [app = '', other = ''] = dirs;
  try {
    const packed = await npm(['pack', '--silent', '--pack-destination', app], process.cwd());
    const tarball = packed.stdout.trim().split('\n').at(-1) ?? '';
    const { packages, megabytes } = await install(app, `./${tarball}`);
    const installed = 'installed with what it needs';
    report({ what: installed, values: [packages], unit: 'packages', demand: `≤ ${most.packages}` });
    report({ what: installed, values: [megabytes], unit: 'MB', demand: `≤ ${most.megabytes}` });
    await coldStarts(await contendersIn(app, other), app, report);
    await warmStarts(app, report);
  } finally {
    for (const dir of dirs) await rm(dir, { recursive: true, force: true });
  }
}
