import { readMail } from '../../src/smtp/parser/read-mail.js';
import { largeMail } from '../corpus/large-mail.js';
import { median } from './report.js';
import type { Figure, Report } from './report.js';

const rounds = 7;
/** Readings before the first that counts: the engine compiles what it runs often, once for the life of the process. */
const warmups = 4;
const most = 50;
/** Of so many of the dearest kinds is told what the clock showed, and what their first reading cost. */
const told = 5;

interface Reading {
  /** Milliseconds of all threads of the process: what the machine does besides is not in it. */
  cpu: number;
  clock: number;
}

async function timed(raw: Buffer): Promise<Reading> {
  const [before, start] = [process.cpuUsage(), performance.now()];
  await readMail(raw);
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1000, clock: performance.now() - start };
}

interface KindReadings {
  kind: string;
  first: Reading;
  lasting: readonly Reading[];
}

async function readingsOf(kind: string, raw: Buffer): Promise<KindReadings> {
  const readings: Reading[] = [];
  for (let round = 0; round <= warmups + rounds; round += 1) readings.push(await timed(raw));
  const [first = { cpu: 0, clock: 0 }] = readings;
  return { kind, first, lasting: readings.slice(-rounds) };
}

const cpuOf = ({ lasting }: KindReadings): number[] => lasting.map(({ cpu }) => cpu);
const once = (what: string, values: number[]): Figure => ({ what, values, unit: 'ms', demand: 'once' });

/** Costs of the process rather than of a mail: a text without a charset lets the detector load its models. */
async function reportReadiness(report: Report): Promise<void> {
  report(once('the first mail of all (CPU)', [(await timed(Buffer.from('Subject: a\r\n\r\nb'))).cpu]));
  const unnamed = Buffer.from('Subject: a\r\n\r\nHei, hyv\u00e4\u00e4 p\u00e4iv\u00e4\u00e4', 'latin1');
  report(once('the first text of no charset (CPU)', [(await timed(unnamed)).cpu]));
}

/** How long it takes to read a hundred thousand bytes of each kind, in ms of CPU; what is paid once stands apart. */
export async function run(report: Report): Promise<void> {
  await reportReadiness(report);
  const kinds: KindReadings[] = [];
  for (const [kind, raw] of largeMail) kinds.push(await readingsOf(kind, raw));
  for (const { kind, first } of kinds.toSorted((a, b) => b.first.cpu - a.first.cpu).slice(0, told))
    report(once(`100,000 bytes of ${kind}, the first time (CPU)`, [first.cpu]));
  const dearest = kinds.toSorted((a, b) => median(cpuOf(b)) - median(cpuOf(a)));
  for (const each of dearest)
    report({
      what: `100,000 bytes of ${each.kind} (CPU)`,
      values: cpuOf(each),
      unit: 'ms',
      demand: `≤ ${most}`,
    });
  for (const { kind, lasting } of dearest.slice(0, told))
    report({
      what: `100,000 bytes of ${kind} (clock)`,
      values: lasting.map(({ clock }) => clock),
      unit: 'ms',
    });
}
