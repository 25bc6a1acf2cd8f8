import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { findFreePort } from '../../src/app/listen.js';
import { barred, unmeasured } from './bars.js';
import { sharesOf } from './figures.js';
import { bareServer, install, launch, maildevOf, npm } from './peers.js';
import type { Contender } from './peers.js';
import type { startEmulator } from '../../src/index.js';
import type { Report } from './report.js';
import type { Setting } from './setting.js';

async function coldStarts(
  contenders: readonly [Contender, Contender, ...Contender[]],
  { turns, cwd, report }: { turns: number; cwd: string; report: Report },
): Promise<void> {
  const times = contenders.map((): number[] => []);
  let missing = contenders.length > 2 ? null : '';
  let first = NaN;
  // The first turn fills the caches of the disk, and ours keeps what it compiled: it does not count. By turns: all see the same machine.
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [index, contender] of contenders.entries()) {
      if (index > 1 && missing !== null) continue;
      const started = await launch(contender, cwd).catch((error: unknown) => {
        if (index < 2) throw error;
        missing = (error as Error).message;
        return null;
      });
      await started?.stop();
      if (started && turn > 0) times[index]?.push(started.ms);
      if (started && turn === 0 && index === 1) first = started.ms;
    }
  }
  const [floor = [], ours = [], theirs = []] = times;
  for (const [index, { name }] of contenders.entries()) {
    report({ what: `spawn to the first 200: ${name}`, values: times[index] ?? [], unit: 'ms' });
  }
  const { name } = contenders[1];
  report({
    what: `spawn to the first 200: ${name}, the first after its installation`,
    values: [first],
    unit: 'ms',
  });
  report(barred('startOfBare', sharesOf(ours, floor)));
  if (missing === null) report(barred('startOfMaildev', sharesOf(ours, theirs)));
  else if (missing !== '') report(unmeasured('startOfMaildev', missing));
}

/** How long `startEmulator()` takes in a process that has loaded it, and a bare server beside it. */
async function warmStarts(app: string, turns: number, report: Report): Promise<void> {
  const entry = join(app, 'node_modules', 'maildrone-emulator', 'dist', 'index.js');
  const loading = performance.now();
  const loaded = (await import(pathToFileURL(entry).href)) as { startEmulator: typeof startEmulator };
  const load = performance.now() - loading;
  const ours: number[] = [];
  const bare: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
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
  report(barred('startInProcess', ours.slice(1)));
  report({ what: 'a bare server in the same process', values: bare, unit: 'ms', demand: '(floor)' });
}

async function contendersIn(app: string): Promise<[Contender, Contender]> {
  await writeFile(join(app, 'bare.mjs'), bareServer);
  const [floor, ours, smtp] = await Promise.all([1, 2, 3].map(() => findFreePort('127.0.0.1')));
  const flags = ['--memory', '--port', String(ours), '--smtp-port', String(smtp), '--log', 'pretty'];
  const program = join(app, 'node_modules', 'maildrone-emulator', 'dist', 'cli.cjs');
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
  ];
}

/** The package as a stranger gets it: what it weighs, and how soon it is there. */
export async function run(report: Report, setting: Setting): Promise<void> {
  const app = await mkdtemp(join(tmpdir(), 'start-'));
  try {
    const packed = await npm(['pack', '--silent', '--pack-destination', app], process.cwd());
    const tarball = packed.stdout.trim().split('\n').at(-1) ?? '';
    const { packages, megabytes } = await install(app, `./${tarball}`);
    report(barred('packages', [packages]));
    report(barred('megabytes', [megabytes]));
    const maildev = await maildevOf(setting);
    if ('missing' in maildev) report(unmeasured('startOfMaildev', maildev.missing));
    const others = 'missing' in maildev ? [] : [maildev];
    const cold = { turns: setting.isSmall ? 2 : 15, cwd: app, report };
    await coldStarts([...(await contendersIn(app)), ...others], cold);
    await warmStarts(app, setting.isSmall ? 5 : 50, report);
  } finally {
    await rm(app, { recursive: true, force: true });
  }
}
