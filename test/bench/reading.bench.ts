import { readMail } from '../../src/smtp/parser/read-mail.js';
import { largeMail } from '../corpus/large-mail.js';
import { log, median } from './figures.js';

const rounds = 5;
const most = 50;

/** How long it takes to read a hundred thousand bytes of each kind, in ms of CPU. */
export async function run(): Promise<void> {
  const figures: { what: string; ms: number }[] = [];
  for (const [what, raw] of largeMail) {
    await readMail(raw);
    const taken: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = process.cpuUsage();
      await readMail(raw);
      const { user, system } = process.cpuUsage(before);
      taken.push((user + system) / 1000);
    }
    figures.push({ what, ms: median(taken) });
  }
  figures.sort((a, b) => b.ms - a.ms);
  for (const { what, ms } of figures) log(`100,000 bytes of ${what}`, `${ms.toFixed(1)} ms`, `≤ ${most} ms`);
}
