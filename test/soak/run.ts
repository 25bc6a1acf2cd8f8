import { parseArgs } from 'node:util';
import { soak } from './soak.js';
import type { SoakReport } from './soak.js';

const percentile = (values: readonly number[], share: number): string =>
  ([...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0).toFixed(0);

function figures({ tally, hooks, frames, memory, restartMs }: SoakReport): [string, string][] {
  const { searchMs, ...counts } = tally;
  return [
    ...Object.entries(counts).map(([what, count]): [string, string] => [what, String(count)]),
    ['webhook calls', String(hooks)],
    ['frames of the live view', String(frames)],
    ['search, ms (median, 99 %)', `${percentile(searchMs, 0.5)}, ${percentile(searchMs, 0.99)}`],
    ['memory by thirds, MiB', memory.thirds.map((each) => each.toFixed(0)).join(', ')],
    ['live after a collection, MiB', memory.held.toFixed(0)],
    ['memory after a restart, MiB', memory.restarted.toFixed(0)],
    ['start after kill -9, ms', restartMs.toFixed(0)],
  ];
}

/** `npm run soak -- --minutes 1 --seed 7`; 15 minutes and the seed of the day unless given. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
  const minutes = Number(values.minutes ?? 15);
  const seed = Number(values.seed ?? Math.floor(Date.now() / 86_400_000));
  if (!(minutes > 0) || !Number.isSafeInteger(seed))
    throw new Error('expected --minutes above 0 and a whole number as --seed');
  process.stdout.write(`${minutes} minutes, --seed ${seed}\n`);
  const report = await soak({ seconds: Math.ceil(minutes * 60), seed });
  for (const [what, figure] of figures(report)) process.stdout.write(`  ${what.padEnd(28)} ${figure}\n`);
  for (const fault of report.faults) process.stdout.write(`FAULT ${fault}\n`);
  process.exitCode = report.faults.length === 0 ? 0 : 1;
}

await main();
