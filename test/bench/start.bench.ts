import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { findFreePort } from '../../src/app/listen.js';
import type { startEmulator } from '../../src/index.js';

const execute = promisify(execFile);
const npm = (args: readonly string[], cwd: string) => execute('npm', [...args], { cwd, maxBuffer: 2 ** 26 });
const log = (line: string) => void process.stdout.write(`${line}\n`);

const turns = 15;
const most = { ratio: 3, packages: 60, megabytes: 25 };

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const bareServer = `import { createServer } from 'node:http';
createServer((request, response) => response.end()).listen(0, '127.0.0.1', () => console.log('Ready.'));
`;

/** A folder with nothing but what npm installs for `what`, and what that weighs. */
async function install(dir: string, what: string): Promise<string> {
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
  return `${Object.keys(lock.packages).length} packages, ${megabytes.toFixed(1)} MB`;
}

interface Contender {
  name: string;
  args: string[];
  /** What it prints when it is ready. */
  ready: RegExp;
}

/** Milliseconds from the start of the process to the line that says that it is ready. */
async function coldStart({ name, args, ready }: Contender, cwd: string): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  let said = '';
  const took = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (ready.test(said)) resolve(performance.now() - from);
    });
    void gone.then(() => reject(new Error(`${name} ended: ${said}`)));
  });
  child.kill('SIGKILL');
  await gone;
  return took;
}

async function coldStarts(contenders: readonly Contender[], cwd: string): Promise<void> {
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
    const own = times[index] ?? [];
    const ratio = median(own.map((took, turn) => took / (floor[turn] ?? took)));
    log(`cold start: ${name.padEnd(24)} ${median(own).toFixed(0)} ms, ${ratio.toFixed(2)} of bare node:http`);
  }
}

/** How long `startEmulator()` takes in a process that has loaded it, and a bare server beside it. */
async function warmStarts(app: string): Promise<void> {
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
  log(`startEmulator(): the import ${load.toFixed(0)} ms, then the first ${(ours[0] ?? 0).toFixed(1)} ms`);
  log(
    `startEmulator(): later ones ${median(ours).toFixed(1)} ms (asked: well under 100); a bare server ${median(bare).toFixed(1)} ms`,
  );
}

/** MailDev beside us, where the registry has it for this machine. */
async function installMaildev(dir: string): Promise<Contender | null> {
  try {
    log(`installed: MailDev                  ${await install(dir, 'maildev')}`);
    const manifest = join(dir, 'node_modules', 'maildev', 'package.json');
    const { version, bin } = JSON.parse(await readFile(manifest, 'utf8')) as {
      version: string;
      bin: Record<string, string>;
    };
    const program = join(dir, 'node_modules', 'maildev', bin.maildev ?? '');
    const [smtp, web] = [await findFreePort('127.0.0.1'), await findFreePort('127.0.0.1')].map(String);
    const where = ['--ip', '127.0.0.1', '--web-ip', '127.0.0.1'];
    const args = [program, ...where, '--smtp', smtp ?? '', '--web', web ?? ''];
    return { name: `MailDev ${version}`, args, ready: /running at/i };
  } catch (error) {
    log(`MailDev could not be installed (${(error as Error).message.split('\n')[0]}): it is left out`);
    return null;
  }
}

/** The package as a stranger gets it: what it weighs, and how soon it is there. */
export async function run(): Promise<void> {
  const dirs = [];
  for (const name of ['ours', 'maildev'])
    dirs.push(await mkdtemp(join(tmpdir(), `maildrone-start-${name}-`)));
  const [app = '', other = ''] = dirs;
  try {
    const packed = await npm(['pack', '--silent', '--pack-destination', app], process.cwd());
    const tarball = packed.stdout.trim().split('\n').at(-1) ?? '';
    const weight = await install(app, `./${tarball}`);
    log(`installed: maildrone-emulator       ${weight} (at most ${most.packages} and ${most.megabytes})`);
    await writeFile(join(app, 'bare.mjs'), bareServer);
    const maildev = await installMaildev(other);
    const flags = ['--memory', '--port', '0', '--smtp-port', '0', '--log', 'pretty'];
    const program = join(app, 'node_modules', 'maildrone-emulator', 'dist', 'cli.js');
    const contenders: Contender[] = [
      { name: 'bare node:http', args: ['bare.mjs'], ready: /Ready\./ },
      { name: 'maildrone-emulator', args: [program, ...flags], ready: /\nReady\.\n/ },
      ...(maildev ? [maildev] : []),
    ];
    log(`medians of ${turns} turns; ours is to be at most ${most.ratio} of bare node:http`);
    await coldStarts(contenders, app);
    await warmStarts(app);
  } finally {
    for (const dir of dirs) await rm(dir, { recursive: true, force: true });
  }
}
