import { bodyCases } from './lag/bodies.js';
import type { Case } from './lag/case.js';
import { composeCases } from './lag/compose.js';
import { mailCases } from './lag/mail.js';
import { manyCases } from './lag/many.js';
import { startTarget } from './lag/process.js';
import { stateCases } from './lag/states.js';
import { watch } from './lag/watch.js';
import type { Report } from './report.js';

const most = 200;
/** On a busy machine the shortest of some rounds counts. */
const rounds = Number(process.env['LAG_ROUNDS'] ?? 3);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Figures {
  idle: number;
  held: number;
  /** How long the main thread ran within the longest hold; the hold itself where the system does not say. */
  ran: number;
  seconds: number;
  mebibytes: number;
  answer: string;
}

async function measure({ options, prepare, run }: Case): Promise<Figures> {
  const target = await startTarget(options);
  const watching = watch(target);
  try {
    await pause(300);
    await watching.longest();
    await pause(500);
    const { ms: idle } = await watching.longest();
    await prepare?.(target);
    const before = await target.held();
    // The question that waited for this collection is answered behind it.
    await watching.longest();
    await pause(300);
    await watching.longest();
    const from = performance.now();
    const answer = await run(target).catch((error: unknown) => `failed: ${String(error)}`);
    await pause(300);
    const { ms: held, ran } = await watching.longest();
    const seconds = (performance.now() - from) / 1000;
    return {
      idle,
      held,
      ran: Number.isNaN(ran) ? held : ran,
      seconds,
      mebibytes: (await target.held()) - before,
      answer,
    };
  } finally {
    await watching.end();
    await target.stop();
  }
}

/** Measures until one round holds the loop as little as it may. */
async function least(each: Case): Promise<Figures> {
  let best = await measure(each);
  for (let round = 1; round < rounds && best.ran > most; round += 1) {
    const next = await measure(each);
    if (next.ran < best.ran) best = next;
  }
  return best;
}

/**
 * The longest that each hostile case holds the event loop, seen from another process, beside the idle loop of the same
 * process, and how long the main thread ran then: on a busy machine a call also waits for its turn on the processor. `LAG_CASES` picks those whose names have one of its texts (separated by `|`: the names have commas); `LAG_PROFILE` is a folder for
 * profiles of the CPU.
 */
export async function run(report: Report): Promise<void> {
  const texts = process.env['LAG_CASES']?.split('|') ?? [''];
  const all = [...composeCases, ...bodyCases, ...mailCases, ...stateCases, ...manyCases];
  for (const each of all.filter(({ name }) => texts.some((text) => name.includes(text)))) {
    const { idle, held, ran, seconds, mebibytes, answer } = await least(each);
    const rest = `held ${held.toFixed(0)} ms, idle ${idle.toFixed(0)} ms, ${seconds.toFixed(1)} s, ${mebibytes.toFixed(0)} MiB kept`;
    const demand = `≤ ${most} (${rest}: ${answer.slice(0, 70)})`;
    report({ what: each.name, values: [ran], unit: 'ms', demand });
  }
}
