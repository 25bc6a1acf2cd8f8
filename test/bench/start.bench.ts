import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { findFreePort } from '../../src/app/listen.js';
import { sharesOf } from './figures.js';
import { bareServer, install, installMaildev, launch, npm } from './peers.js';
import type { Contender } from './peers.js';
import type { startEmulator } from '../../src/index.js';
import type { Report } from './report.js';

const turns = 15;
const most = { floors: 2, packages: 60, megabytes: 25 };

async function coldStarts(contenders: readonly Contender[], cwd: string, report: Report): Promise<void> {
  const times = contenders.map((): number[] => []);
  // The first turn fills the caches of the disk and does not count. By turns: all see the same machine.
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [index, contender] of contenders.entries()) {
      const { ms, stop } = await launch(contender, cwd);
      await stop();
      if (turn > 0) times[index]?.push(ms);
    }
  }
  const [floor = []] = times;
  for (const [index, { name }] of contenders.entries()) {
    const values = times[index] ?? [];
    report({ what: `spawn to the first 200: ${name}`, values, unit: 'ms' });
    const demand = index === 1 ? `≤ ${most.floors.toFixed(2)}` : '';
    if (index > 0)
      report({ what: '  of bare node:http', values: sharesOf(values, floor), unit: '×', demand });
    const [, ours = []] = times;
    if (index > 1)
      report({ what: `  ours of ${name}`, values: sharesOf(ours, values), unit: '×', demand: '≤ 0.25' });
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

async function contendersIn(app: string, other: string): Promise<Contender[]> {
  await writeFile(join(app, 'bare.mjs'), bareServer);
  const [floor, ours, smtp] = await Promise.all([1, 2, 3].map(() => findFreePort('127.0.0.1')));
  const flags = ['--memory', '--port', String(ours), '--smtp-port', String(smtp), '--log', 'pretty'];
  const program = join(app, 'node_modules', 'maildrone-emulator', 'dist', 'cli.js');
  const maildev = await installMaildev(other);
  return [
    {
      name: 'bare node:http',
      args: ['bare.mjs', String(floor)],
      url: `http://127.0.0.1:${floor}/`,
      smtpPort: 0,
    },
    {
      name: 'maildrone-emulator',
      args: [program, ...flags],
      url: `http://127.0.0.1:${ours}/_emulator/ready`,
      smtpPort: smtp ?? 0,
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
