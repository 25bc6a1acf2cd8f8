import { readMail } from '../../src/smtp/parser/read-mail.js';
import { largeMail } from '../corpus/large-mail.js';
import { median } from './report.js';
import type { Figure, Report } from './report.js';

const rounds = 5;
const most = 50;

/** How long it takes to read a hundred thousand bytes of each kind, in ms of CPU. */
export async function run(report: Report): Promise<void> {
  const figures: Figure[] = [];
  for (const [kind, raw] of largeMail) {
    await readMail(raw);
    const values: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = process.cpuUsage();
      await readMail(raw);
      const { user, system } = process.cpuUsage(before);
      values.push((user + system) / 1000);
    }
    figures.push({ what: `100,000 bytes of ${kind}`, values, unit: 'ms', demand: `≤ ${most}` });
  }
  figures.sort((a, b) => median(b.values) - median(a.values));
  figures.forEach(report);
}
