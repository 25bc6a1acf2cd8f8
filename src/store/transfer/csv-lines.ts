import { yieldToEventLoop } from '../../contract/event-loop.js';
import type { CsvError } from 'csv-parse';
import { AppError } from '../../contract/errors.js';
import type { CsvLine } from '../../core/ports/csv.js';

/** Bytes that are parsed before others get their turn: a few milliseconds. */
const sliceBytes = 64 * 1024;
/** A heading line is looked at so far. */
const longestHeading = 64 * 1024;
const delimiters = [',', ';', '\t'] as const;

/** What separates cells: the candidate that the heading line has most of, comma where it has none. */
function delimiterOf(text: string): string {
  const heading = /^[^\r\n]*/.exec(text.trimStart().slice(0, longestHeading))?.[0] ?? '';
  const bare = heading.replace(/"[^"]*"/g, '');
  const timesIn = (one: string) => bare.split(one).length;
  return delimiters.reduce<string>((best, one) => (timesIn(one) > timesIn(best) ? one : best), ',');
}

const quoting = 'Expected a cell with quotation marks to begin and end with one, those within it doubled';
const issues: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'Expected the quotation mark that opens a cell to be closed',
  CSV_INVALID_CLOSING_QUOTE: quoting,
  INVALID_OPENING_QUOTE: quoting,
};

const faultOf = ({ code, message }: CsvError, line: number): AppError => {
  const issue = issues[code] ?? `Expected CSV: ${message}`;
  return new AppError('INVALID_REQUEST', `Line ${line}: ${issue}`, { field: 'csv', issue, line });
};

/** How far the parser is: the lines of the file so far, and how many of them were left out. */
interface Progress {
  lines: number;
  empty_lines: number;
}

interface ParsedRow {
  record: string[];
  /** At the end of the row. */
  info: Progress;
}

/** The line on which what follows `before` begins; it may run over several. */
const lineAfter = (before: Progress, { empty_lines }: Pick<Progress, 'empty_lines'>): number =>
  before.lines + 1 + empty_lines - before.empty_lines;

/** Line ends of two signs within cells, each of which the parser counts as two lines. */
const countedTwice = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.includes('\r\n') ? cell.split('\r\n').length - 1 : 0), 0);

/**
 * The lines of a CSV file, the heading first, slice by slice, so that a large one does not hold the event loop. Cells are
 * trimmed, blank lines left out. Throws a 400 on `csv` with the line of what is no CSV.
 */
export async function* csvLines(text: string): AsyncGenerator<CsvLine[]> {
  // Loaded when there is something for it to read: it would cost every start.
  const { parse } = await import('csv-parse');
  const parser = parse({
    delimiter: delimiterOf(text),
    info: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  let before: Progress = { lines: 0, empty_lines: 0 };
  let tooMany = 0;
  let failure: (CsvError & Pick<Progress, 'empty_lines'>) | null = null;
  parser.on('error', (error: NonNullable<typeof failure>) => (failure = error));
  const bytes = Buffer.from(text);
  const drain = (lines: CsvLine[]) => {
    for (let row = parser.read() as ParsedRow | null; row; row = parser.read() as ParsedRow | null) {
      lines.push({ line: lineAfter(before, row.info), cells: row.record });
      tooMany += countedTwice(row.record);
      before = { ...row.info, lines: row.info.lines - tooMany };
    }
    return lines;
  };
  for (let from = 0; from < bytes.length || from === 0; from += sliceBytes) {
    parser.write(bytes.subarray(from, from + sliceBytes));
    // Read at once: a fault behind these lines would take them along.
    const lines = drain([]);
    if (from + sliceBytes >= bytes.length) parser.end();
    await yieldToEventLoop();
    if (failure) throw faultOf(failure, lineAfter(before, failure));
    yield drain(lines);
  }
}
