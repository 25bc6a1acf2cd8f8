import { bars, unmeasured } from './bars.js';
import type { BarName } from './bars.js';
import { benches } from './benches.js';
import type { BenchDocument, Machine } from './document.js';
import { barOf, shownOf, summarize } from './report.js';
import type { ReportedFigure } from './report.js';
import { sizeColumns } from './size-columns.js';
import type { SizeColumn } from './size-columns.js';

/** A row of the table of ratios, as the page has it. */
export interface PageRow {
  what: string;
  measured: string;
  bar: string;
  met: string;
}

const verdictOf = ({ met }: ReportedFigure): string => (met === null ? '' : met ? 'yes' : '**no**');

/** Times are shown as the share of their bar alone: no absolute time is promised. */
function measuredOf({ median, min, max, unit, demand, values, missing }: ReportedFigure): string {
  if (median === null || min === null || max === null) return `not measured: ${missing}`;
  const bar = barOf(demand);
  const isTime = unit === 'ms' || unit === 's';
  const shown = (value: number) =>
    isTime ? shownOf(value / (bar?.value ?? NaN), '×') : shownOf(value, unit);
  const spread = values.length > 1 && min !== max ? ` (${shown(min)} to ${shown(max)})` : '';
  return `${shown(median)} ${isTime ? 'of the bar' : unit}${spread}`;
}

const barText = ({ demand, unit }: ReportedFigure): string => {
  const [text = ''] = /^[≤≥] [\d.]+/.exec(demand ?? '') ?? [];
  return `${text} ${unit}`.trim();
};

const rowOf = (figure: ReportedFigure): PageRow => ({
  what: figure.what.trim(),
  measured: measuredOf(figure),
  bar: barText(figure),
  met: verdictOf(figure),
});

/** How much of its bar a figure takes. */
const shareOf = ({ median, demand }: ReportedFigure): number => (median ?? 0) / (barOf(demand)?.value ?? NaN);

/** Of a bench with very many cases: how many hold, and the one that comes nearest to the bar or lies farthest beyond. */
function worstOf(figures: readonly ReportedFigure[], cases: string): PageRow[] {
  const measured = figures.filter(({ met }) => met !== null);
  const missing = figures.filter((figure) => figure.missing !== null).map(rowOf);
  const [worst] = measured.toSorted((a, b) => shareOf(b) - shareOf(a));
  if (!worst) return missing;
  const met = measured.filter((figure) => figure.met).length;
  const what = `${met} of ${measured.length} ${cases} within the bar; the worst: ${worst.what.trim()}`;
  return [{ ...rowOf(worst), what }, ...missing];
}

/** The figures of a bench that have a bar, or should have one. */
function rowsOf(name: string, all: readonly ReportedFigure[]): PageRow[] {
  const figures = all.filter(
    ({ bench, demand, missing }) => bench === name && (barOf(demand) || missing !== null),
  );
  const { cases } = benches[name] ?? {};
  return cases === undefined ? figures.map(rowOf) : worstOf(figures, cases);
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

/** A bench with its sentence and its table. */
function sectionOf(name: string, figures: readonly ReportedFigure[]): string[] {
  const rows = rowsOf(name, figures);
  if (rows.length === 0) return [`### ${name}`, benches[name]?.about ?? '', 'Not measured in this run.'];
  const cells = rows.map(({ what, measured, bar, met }) => [what, measured, bar, met]);
  return [`### ${name}`, benches[name]?.about ?? '', tableOf(['', 'measured', 'bar', 'met'], cells)];
}

/** The cost of each thing at each size, in the order of the sizes; those that were measured. */
function costsOf(figures: readonly ReportedFigure[]): Map<SizeColumn, Map<number, number>> {
  const costs = new Map<SizeColumn, Map<number, number>>();
  for (const column of Object.keys(sizeColumns) as SizeColumn[]) {
    const { what } = sizeColumns[column];
    const found = figures.filter(
      ({ bench, what: name, size }) => bench === 'sizes' && size !== null && name.startsWith(what + ','),
    );
    costs.set(
      column,
      new Map(
        found.flatMap(({ size, median }) => (size === null || median === null ? [] : [[size, median]])),
      ),
    );
  }
  return costs;
}

/** The exponent of growth over the last step: 0 is flat, 1 grows as the number does. */
function exponentOf(bySize: ReadonlyMap<number, number>): number | null {
  const [before, last] = [...bySize].toSorted(([a], [b]) => a - b).slice(-2);
  return before && last ? Math.log(last[1] / before[1]) / Math.log(last[0] / before[0]) : null;
}

const countOf = (count: number): string => Math.round(count).toLocaleString('en');

/** Two digits, or the whole number where that has more. */
const multipleOf = (value: number): string => (value >= 10 ? countOf(value) : value.toPrecision(2));

function sizeTable(figures: readonly ReportedFigure[]): string[] {
  const costs = costsOf(figures);
  const sizes = [...new Set([...costs.values()].flatMap((byColumn) => [...byColumn.keys()]))].sort(
    (a, b) => a - b,
  );
  const [first] = sizes;
  if (first === undefined) return ['Not measured in this run.'];
  const columns = [...costs].filter(([, bySize]) => bySize.size > 0);
  const cells = sizes.map((size) => [
    countOf(size),
    ...columns.map(([, bySize]) => {
      const [cost, unit] = [bySize.get(size), bySize.get(first)];
      return cost === undefined || unit === undefined ? 'not measured' : multipleOf(cost / unit);
    }),
  ]);
  const exponents = columns.map(([, bySize]) => exponentOf(bySize)?.toFixed(2) ?? '');
  return [
    `So many contacts and as many mails; each figure as a multiple of that at ${countOf(first)}. The exponent is that of the last step: 0 is flat, 1 grows as the number does. From a million on the process is given more heap than V8 allows unless told otherwise (\`--max-old-space-size\`).`,
    tableOf(
      ['contacts and mails', ...columns.map(([column]) => sizeColumns[column].what)],
      [...cells, ['exponent', ...exponents]],
    ),
  ];
}

/** V8 gives a process of 64 bits about so much heap unless it is told otherwise. */
const heapMebibytes = 4096;

/** What ends first beyond the largest size, reckoned from the growth that was measured. */
function beyond(figures: readonly ReportedFigure[]): string[] {
  const costs = costsOf(figures);
  const memory = [...(costs.get('memory') ?? [])].toSorted(([a], [b]) => a - b);
  const [before, last] = memory.slice(-2);
  const lines = [
    'Every row is an object in the heap of one process, so memory ends first. Mail itself is on disk; what stays in memory of it is its row, its place in the indexes and its Bloom filter.',
  ];
  if (before && last && last[1] > before[1]) {
    const each = (last[1] - before[1]) / (last[0] - before[0]);
    const most = last[0] + (heapMebibytes - last[1]) / each;
    lines.push(
      `A contact and a mail together took ${shownOf(each * 1024, 'KiB')} KiB over the last step of the table. At that rate the 4 GB that V8 allows unless told otherwise are full at about ${most > 1e6 ? `${(most / 1e6).toFixed(1)} million` : countOf(Number(most.toPrecision(2)))} of both; \`NODE_OPTIONS=--max-old-space-size\` moves that bound to the memory of the machine.`,
    );
  }
  lines.push(
    'Long before, starts and checkpoints take their time: both go through every row, in proportion to the number. During a checkpoint calls are answered; nothing is answered before the end of a start. A search of contacts by text looks at each contact: 40 ms for 100,000, so that from about half a million on it takes longer than the 200 ms for which a call may hold the event loop. Pages by sorted rows stay flat; a text search of mail asks the Bloom filter of each mail.',
  );
  return lines;
}

const machineText = ({ processor, cores, gibibytes, node, platform, arch }: Machine): string =>
  `${cores} cores (${processor}), ${gibibytes} GB of memory, Node ${node.replace('v', '')}, ${platform} ${arch}`;

const intro = [
  'Ratios of one run: ours beside a floor (the least that a Node process can do of the same) and a peer (MailDev, nodemailer), by turns in the same run, each as a process of its own unless its row says otherwise. Each figure is the median of its rounds, with the lowest and the highest in brackets; ratios are taken round by round. No absolute time is promised: where a bar is a time, the table has the share of the bar that was used.',
];

const again = [
  '## To run it again',
  '```sh\nnpm run bench\nnpm run bench -- campaign ingest\nnpm run --silent bench -- --json > bench.json\nnpm run bench -- --page bench.json\nnpm run bench -- --page bench.json again.json\n```',
  'The first runs everything, in at most 45 minutes, the second some of it, the third makes one document of it all. The others make this page of that, and the lines of the README; of several documents a bench that was run again counts.',
  'Close what else runs: on two cores everything else shows. `--small` runs a little of each, to see that it works. A peer that cannot be installed is named as not measured, with the reason, and so is what did not end within its limit; the rest stands.',
];

/** The bars that a run says nothing of: its bench was not run, or did not know it. */
const leftOut = (figures: readonly ReportedFigure[]): ReportedFigure[] =>
  (Object.keys(bars) as BarName[])
    .filter(
      (name) => !figures.some(({ bench, what }) => bench === bars[name].bench && what === bars[name].what),
    )
    .map((name) => summarize(bars[name].bench, unmeasured(name, 'it was not part of the run')));

/** Stands on the page of a small run alone. */
export const smallWarning =
  '**This is a small run: it shows that the benches work, and its figures say nothing yet.**';

/** docs/performance.md, made from what `npm run bench -- --json` printed. */
export function performancePage(document: BenchDocument): string {
  const { machine, version, day, isSmall } = document;
  const figures = [...document.figures, ...leftOut(document.figures)];
  const barred = figures.filter(({ demand }) => barOf(demand));
  const [met, measured] = [
    barred.filter((figure) => figure.met),
    barred.filter((figure) => figure.met !== null),
  ];
  const asked = Object.keys(bars).length;
  const parts = [
    '# Speed',
    '<!-- made by `npm run bench -- --page`; do not edit -->',
    ...intro,
    `Version ${version}, ${day}, on ${machineText(machine)}. Of ${measured.length} figures with a bar ${met.length} meet it (${asked} bars, and one for each hostile case).`,
    ...(isSmall ? [smallWarning] : []),
    '## Ratios',
    ...Object.keys(benches)
      .filter((name) => name !== 'sizes')
      .flatMap((name) => sectionOf(name, figures)),
    '## By size',
    ...sizeTable(figures),
    '## What breaks first beyond the table',
    ...beyond(figures),
    ...again,
  ];
  return `${parts.join('\n\n')}\n`;
}
