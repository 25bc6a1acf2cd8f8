import { readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type * as reporting from './report.js';
import type { Report, ReportedFigure } from './report.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** A module of this folder with all that it imports of the project. Beside the sources, so that node_modules is found. */
async function load<T>(name: string): Promise<T> {
  const outfile = `${here}.${name}.mjs`;
  await build({
    entryPoints: [`${here}${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  try {
    return (await import(outfile)) as T;
  } finally {
    await rm(outfile, { force: true });
  }
}

/**
 * Runs the benches of this folder, or those named on the command line (`npm run bench -- store`). With `--json` the figures
 * come as one JSON document, on stdout behind what npm says (`npm run --silent bench -- --json` is that alone).
 */
async function main(): Promise<void> {
  const asked = process.argv.slice(2).filter((word) => word !== '--json');
  const asJson = process.argv.includes('--json');
  const all = (await readdir(here)).filter((file) => file.endsWith('.bench.ts')).sort();
  const topics = all.map((file) => file.replace(/\.bench\.ts$/, ''));
  const unknown = asked.filter((topic) => !topics.includes(topic));
  if (unknown.length > 0)
    throw new Error(`no bench "${unknown.join('", "')}"; there are ${topics.join(', ')}`);
  const { rowOf, summarize } = await load<typeof reporting>('report');
  const figures: ReportedFigure[] = [];
  const print = (line: string) => void (asJson ? null : process.stdout.write(`${line}\n`));
  for (const topic of asked.length > 0 ? asked : topics) {
    print(`\n# ${topic}`);
    const { run } = await load<{ run(report: Report): Promise<void> }>(`${topic}.bench`);
    await run((figure) => {
      const found = summarize(topic, figure);
      figures.push(found);
      print(rowOf(found));
    });
  }
  const machine = { node: process.version, platform: process.platform, arch: process.arch };
  if (asJson) process.stdout.write(`${JSON.stringify({ machine, figures }, null, 2)}\n`);
}

await main();
