import { isDeepStrictEqual } from 'node:util';
import { cpus, totalmem } from 'node:os';
import type { ReportedFigure } from './report.js';

/** The machine of a run, without anything that names it. */
export interface Machine {
  processor: string;
  cores: number;
  gibibytes: number;
  node: string;
  platform: string;
  arch: string;
}

/** What `npm run bench -- --json` prints. */
export interface BenchDocument {
  version: string;
  /** The day of the run. */
  day: string;
  /** Of a small run: the figures show that the benches work, and nothing else. */
  isSmall: boolean;
  seconds: number;
  machine: Machine;
  figures: readonly ReportedFigure[];
}

export function machineOf(): Machine {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    gibibytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: process.platform,
    arch: process.arch,
  };
}

/** One document of several runs of a machine: a bench that was run again takes the place of its former run. */
export function joined(documents: readonly BenchDocument[]): BenchDocument {
  return documents.reduce((before, next) => {
    if (!isDeepStrictEqual(before.machine, next.machine))
      throw new Error('The documents are of different machines: each is a page of its own');
    const again = new Set(next.figures.map(({ bench }) => bench));
    return {
      ...next,
      isSmall: before.isSmall || next.isSmall,
      seconds: before.seconds + next.seconds,
      figures: [...before.figures.filter(({ bench }) => !again.has(bench)), ...next.figures],
    };
  });
}
