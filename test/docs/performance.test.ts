import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bars, barred, unmeasured } from '../bench/bars.js';
import type { BarName } from '../bench/bars.js';
import { joined } from '../bench/document.js';
import type { BenchDocument } from '../bench/document.js';
import { performancePage } from '../bench/performance-page.js';
import { summarize } from '../bench/report.js';
import type { Figure } from '../bench/report.js';
import { sizeColumns } from '../bench/size-columns.js';
import { linesIn, speedLines, withLines } from '../bench/speed-lines.js';
import { writePage } from '../bench/write-page.js';
import { pageOf } from '../support/pages.js';

const page = pageOf('docs/performance.md').text;

/** Rows of the tables with a bar: what, measured, bar, met. */
const rowsIn = (text: string) =>
  [...text.matchAll(/^\| ([^|]+) \| ([^|]+) \| ([≤≥]) ([\d.]+) [^|]*\| ([^|]*)\|$/gm)].map(
    ([, what = '', measured = '', sign, bar, met = '']) => ({
      what,
      measured,
      sign,
      bar: Number(bar),
      met: met.trim(),
    }),
  );

describe('docs/performance.md', () => {
  it('has every bar, as it is in the code, in a row', () => {
    const shown = rowsIn(page).map(({ what, sign, bar }) => `${what} ${sign} ${bar}`);
    const missing = Object.values(bars).filter(({ what, demand }) => {
      const [sign, value] = demand.split(' ');
      return !shown.includes(`${what} ${sign} ${Number(value)}`);
    });
    expect(missing).toEqual([]);
  });

  it('says of each figure whether it meets its bar, by its own numbers', () => {
    const wrong = rowsIn(page).filter(({ measured, sign, bar, met }) => {
      if (measured.startsWith('not measured: ')) return met !== '';
      const value = Number.parseFloat(measured) * (measured.includes('of the bar') ? bar : 1);
      // What is shown is rounded: at the bar itself both may be.
      if (Math.abs(value - bar) <= 0.005 * Math.max(1, bar)) return false;
      return met !== ((sign === '≤' ? value < bar : value > bar) ? 'yes' : '**no**');
    });
    expect(wrong).toEqual([]);
  });

  it('gives five lines to the README, which has them as they are', () => {
    const lines = speedLines(page);
    expect(lines.split('\n').length).toBe(5);
    expect(linesIn(pageOf('README.md').text)).toBe(lines);
  });
});

const machine = {
  processor: 'Some',
  cores: 2,
  gibibytes: 24,
  node: 'v20.20.2',
  platform: 'linux',
  arch: 'x64',
};
const documentOf = (bench: string, figures: readonly Figure[], isSmall = false): BenchDocument => ({
  version: '1.2.3',
  day: '2024-03-25',
  isSmall,
  seconds: 10,
  machine,
  figures: figures.map((figure) => summarize(bench, figure)),
});

describe('the page of a run', () => {
  it('has ratios as they are, times as the share of their bar alone, and what was not measured with its reason', () => {
    const made = performancePage(
      documentOf('snapshot', [
        barred('saveInMemory', [2, 2.5, 4]),
        { what: 'a call', values: [1.25], unit: 'ms', demand: '(floor)' },
        unmeasured('restoreOnDisk', 'it took longer than 180 s'),
      ]),
    );
    expect(made).toContain(
      '| save of a test-sized state, in memory | 0.50 of the bar (0.40 to 0.80) | ≤ 5 ms | yes |',
    );
    expect(made).toContain(
      '| restore of a test-sized state, on disk | not measured: it took longer than 180 s | ≤ 5 ms |  |',
    );
    expect(made).toContain('2 cores (Some), 24 GB of memory, Node 20.20.2, linux x64');
    expect(made).not.toMatch(/a call \||1\.25/);
  });

  it('shows of very many cases the worst alone, how many hold, and why the rest was not measured', () => {
    const cases = [20, 500, 190].map((value, index): Figure => ({
      what: `case ${index}`,
      values: [value],
      unit: 'ms',
      demand: `≤ 200 (held ${value} ms)`,
    }));
    const rest: Figure = {
      what: 'the rest of it',
      values: [],
      unit: '',
      missing: 'it took longer than 60 s',
    };
    const made = performancePage(documentOf('lag', [...cases, rest]));
    expect(made).toContain('| the rest of it | not measured: it took longer than 60 s |  |  |');
    const rows = rowsIn(made);
    expect(rows.filter(({ measured }) => !measured.startsWith('not measured'))).toEqual([
      {
        what: '2 of 3 hostile cases within the bar; the worst: case 1',
        measured: '2.50 of the bar',
        sign: '≤',
        bar: 200,
        met: '**no**',
      },
    ]);
  });

  it('has the costs by size as multiples of the first, with the exponent of the last step', () => {
    const sizes = [1000, 10_000, 100_000];
    const figures = sizes.flatMap((size): Figure[] => [
      { what: `${sizeColumns.start.what}, ${size} contacts`, values: [size / 2000], unit: 's', size },
      { what: `${sizeColumns.list.what}, ${size} contacts`, values: [3], unit: 'ms', size },
      {
        what: `${sizeColumns.memory.what}, ${size} contacts`,
        values: [100 + size / 1000],
        unit: 'MiB',
        size,
      },
    ]);
    const made = performancePage(documentOf('sizes', figures));
    expect(made).toContain('| contacts and mails | start | memory | page of the inbox |');
    expect(made).toContain('| 100,000 | 100 | 2.0 | 1.0 |');
    expect(made).toContain('| exponent | 1.00 | 0.26 | 0.00 |');
    expect(made).toContain('are full at about 4.0 million of both');
  });

  it('of a run that measured nothing is whole, and a small one says that it is small', () => {
    const made = performancePage(documentOf('start', [], true));
    expect(made).toContain('This is a small run');
    expect(made).toContain('Not measured in this run.');
    expect(speedLines(made).split('\n').length).toBe(5);
    expect(speedLines(made)).not.toMatch(/\d ×/);
  });
});

describe('documents of several runs', () => {
  const [first, again] = [
    documentOf('start', [barred('startOfBare', [3])]),
    documentOf('start', [barred('startOfBare', [1.5])], true),
  ];

  it('are one: a bench that was run again takes the place of its former run', () => {
    const other = documentOf('api-write', [barred('write', [0.7])]);
    const { figures, isSmall, seconds } = joined([first, other, again]);
    expect(figures.map(({ bench, median }) => [bench, median])).toEqual([
      ['api-write', 0.7],
      ['start', 1.5],
    ]);
    expect([isSmall, seconds]).toEqual([true, 30]);
  });

  it('are refused where they are of different machines', () => {
    expect(() => joined([first, { ...again, machine: { ...machine, cores: 8 } }])).toThrow(
      'different machines',
    );
  });
});

describe('npm run bench -- --page FILE', () => {
  it('makes the page and the lines of the README of what was printed, npm before it or not', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'page-test-'));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    await mkdir(join(dir, 'docs'));
    await writeFile(join(dir, 'README.md'), 'a\n<!-- speed -->\nold\n<!-- /speed -->\n');
    const file = join(dir, 'bench.json');
    await writeFile(
      file,
      `\n> bench\n> node x {}\n\n${JSON.stringify(documentOf('start', [barred('startOfBare', [1.5])]), null, 2)}\n`,
    );
    await writePage([file], dir);
    const made = await readFile(join(dir, 'docs', 'performance.md'), 'utf8');
    expect(made).toContain('| spawn to ready, of bare node:http | 1.50 × | ≤ 2.00 × | yes |');
    expect(linesIn(await readFile(join(dir, 'README.md'), 'utf8'))).toBe(speedLines(made));
    await writeFile(file, 'MISSED');
    await expect(writePage([file], dir)).rejects.toThrow('expected the document that npm run --silent bench');
  });
});

describe('the lines of the README', () => {
  it('have the figures of the page', () => {
    const names = Object.keys(bars) as BarName[];
    const figures = names.map((name, index) => ({
      ...summarize(bars[name].bench, barred(name, [index + 0.25])),
    }));
    const lines = speedLines(performancePage({ ...documentOf('', []), figures }));
    const of = (name: BarName) => `${names.indexOf(name) + 0.25} ×`;
    for (const name of [
      'startOfBare',
      'small5OfMaildev',
      'campaign',
      'read',
      'write',
      'searchOfMaildev',
    ] as const)
      expect(lines).toContain(of(name));
    expect(lines).not.toContain('not measured');
  });

  it('take the place of those between the markers, and a README without markers is refused', () => {
    const readme = 'a\n<!-- speed -->\nold $& lines\n<!-- /speed -->\nb\n';
    expect(withLines(readme, 'new $1\nlines')).toBe('a\n<!-- speed -->\nnew $1\nlines\n<!-- /speed -->\nb\n');
    expect(() => withLines('a\n', 'x')).toThrow('<!-- speed -->');
  });
});
