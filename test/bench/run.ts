import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { bars, unmeasured } from './bars.js';
import type { BarName } from './bars.js';
import { benches, benchesOf, wholeLimit } from './benches.js';
import { machineOf } from './document.js';
import type { BenchDocument } from './document.js';
import { installMaildev, npm } from './peers.js';
import { rowOf, summarize } from './report.js';
import type { Figure, ReportedFigure } from './report.js';
import { runBench } from './run-bench.js';
import type { GivenSetting } from './setting.js';
import { writePage } from './write-page.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Programs of this folder with all that they import of the project, for as long as `use` takes; beside the sources, so that node_modules is found. */
async function bundled<T>(name: string, use: (file: string) => Promise<T>): Promise<T> {
  const outfile = join(here, `.${name}.mjs`);
  await build({
    entryPoints: [join(here, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  return use(outfile).finally(() => rm(outfile, { force: true }));
}

/** Bars of a bench against which nothing was held, each with the reason. */
const unfilled = (bench: string, found: readonly ReportedFigure[], reason: string): Figure[] =>
  (Object.keys(bars) as BarName[])
    .filter((name) => bars[name].bench === bench && !found.some(({ what }) => what === bars[name].what))
    .map((name) => unmeasured(name, reason));

interface Run {
  names: readonly string[];
  setting: GivenSetting;
  print(line: string): void;
}

/** The benches one after the other, each within its own limit and that of the whole run. */
async function runAll({ names, setting, print }: Run): Promise<ReportedFigure[]> {
  const all: ReportedFigure[] = [];
  let [until, over] = [performance.now() + wholeLimit * 1000, 'the run as a whole took too long'];
  const stop = () => ([until, over] = [0, 'the run was interrupted']);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  await bundled('one-bench', async (program) => {
    for (const name of names) {
      print(`\n# ${name}`);
      // Packing for a bench makes it anew; where that was ended, it is gone.
      if (!existsSync('dist/cli.cjs')) await npm(['run', '--silent', 'build:node'], process.cwd());
      const found: ReportedFigure[] = [];
      const add = (figure: Figure) => {
        found.push(summarize(name, figure));
        print(rowOf(summarize(name, figure)));
      };
      const left = (until - performance.now()) / 1000;
      const limit = Math.min(benches[name]?.limit ?? 0, left);
      const from = performance.now();
      const reason = await (limit < 1
        ? over
        : bundled(`${name}.bench`, (file) =>
            runBench({ program, args: [file, JSON.stringify(setting)], limit, onFigure: add }),
          ).catch((error: unknown) => String(error)));
      const missing = unfilled(name, found, reason ?? 'the bench did not say it');
      missing.forEach(add);
      if (reason !== null && missing.length === 0)
        add({ what: 'the rest of it', values: [], unit: '', missing: reason });
      print(`  in ${((performance.now() - from) / 1000).toFixed(0)} s`);
      all.push(...found);
    }
  });
  return all;
}

function namesOf(words: readonly string[]): string[] {
  const unknown = words.filter((word) => benchesOf(word).length === 0);
  if (unknown.length > 0)
    throw new Error(`no bench "${unknown.join('", "')}"; there are ${Object.keys(benches).join(', ')}`);
  const asked = new Set(words.flatMap(benchesOf));
  return Object.keys(benches).filter((name) => words.length === 0 || asked.has(name));
}

async function settingFor(names: readonly string[], isSmall: boolean): Promise<GivenSetting> {
  if (!names.some((name) => benches[name]?.peer))
    return { isSmall, maildev: { missing: 'MailDev was not asked for' } };
  const dir = join(process.cwd(), 'node_modules', '.cache', 'maildrone-bench-maildev');
  await mkdir(dir, { recursive: true });
  return { isSmall, maildev: await installMaildev(dir) };
}

/**
 * Runs the benches of this folder, or those named on the command line (`npm run bench -- store`, `-- api ingest`). `--small`
 * runs little of each, to see that it works. With `--json` the figures come as one JSON document on stdout, behind what npm
 * prints (`npm run --silent bench -- --json` is that alone), and the rows on stderr. `--page FILE` runs nothing: it makes
 * docs/performance.md and the lines of README.md from such a document, or from several, of which the later ones count.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      small: { type: 'boolean' },
      page: { type: 'string', multiple: true },
    },
  });
  if (values.page) return writePage([...values.page, ...positionals], process.cwd());
  const from = performance.now();
  const names = namesOf(positionals);
  const isSmall = values.small ?? false;
  const stream = values.json ? process.stderr : process.stdout;
  const figures = await runAll({
    names,
    setting: await settingFor(names, isSmall),
    print: (line) => void stream.write(`${line}\n`),
  });
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const document: BenchDocument = {
    version,
    day: new Date().toISOString().slice(0, 10),
    isSmall,
    seconds: Math.round((performance.now() - from) / 1000),
    machine: machineOf(),
    figures,
  };
  if (values.json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
