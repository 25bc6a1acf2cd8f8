import { yieldToEventLoop } from '../../contract/event-loop.js';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { contactOfCells, fieldsOfHeadings, headingFault, ownFields } from '../../contract/contact-columns.js';
import { dataSets, isDataSet } from '../../contract/data-sets.js';
import { AppError } from '../../contract/errors.js';
import { Fixture } from '../../contract/fixture.js';
import { readNamedFile } from '../../contract/named-file.js';
import { needsPackage } from '../../contract/needs-package.js';
import { pathFault } from '../../contract/path-fault.js';
import type { CsvLine } from '../../core/ports/csv.js';
import { findRounded, wholeNumberExpected } from '../../contract/json/whole-numbers.js';
import { csvLines } from './csv-lines.js';
import { withTemplateFiles } from '../../contract/template-file.js';
import { lineOfForeignBytes, withoutByteOrderMark } from '../../contract/text/utf8.js';
import { parseFixture } from '../../contract/parse-fixture.js';
import { lineOfField, pathOfField, readFileJson } from '../../contract/json/json-place.js';
import type { StartErrorCode } from '../../contract/start-error.js';
import { parseJsonText } from '../../contract/json/json-text.js';

/** A fixture that cannot be used: file, line and field in one line. */
export class FixtureError extends Error {
  readonly code: StartErrorCode = 'FIXTURE_UNUSABLE';

  constructor(file: string, line: number | null, message: string) {
    super(`${file}${line === null ? '' : `:${line}`}: ${message}`);
    this.name = 'FixtureError';
  }
}

/** There is no such file that can be read. */
export class MissingFixtureError extends FixtureError {}

/** A fixture as it was read, with the way back from a field to its line. */
export interface ReadFixture {
  name: string;
  fixture: Fixture;
  /** The error of a field found later, such as an address that is taken. */
  errorAt(field: string, issue: string): FixtureError;
}

const dotted = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  ) || 'fixture';

async function requireValid(
  value: unknown,
  errorAt: (field: string, issue: string) => FixtureError,
): Promise<Fixture> {
  const result = await parseFixture(value, yieldToEventLoop);
  if ('fixture' in result) return result.fixture;
  const { path, issue } = result.fault;
  throw errorAt(dotted(path), issue);
}

function textOf(file: string, bytes: Buffer): string {
  const line = lineOfForeignBytes(bytes);
  if (line !== null) throw new FixtureError(file, line, 'Expected text in UTF-8');
  return withoutByteOrderMark(bytes.toString());
}

/** A template that stands beside a data set. */
async function readTemplate(path: string, errorAt: (issue: string) => FixtureError): Promise<string> {
  const bytes = await readNamedFile(path).catch((error: unknown) => {
    throw errorAt(`${path}: ${pathFault(error)}`);
  });
  return textOf(path, bytes);
}

async function readJson(file: string, text: string): Promise<ReadFixture> {
  const read = await readFileJson(text);
  if ('fault' in read) throw new FixtureError(file, read.fault.line, read.fault.issue);
  const errorAt = (field: string, issue: string) =>
    new FixtureError(file, lineOfField(text, pathOfField(field)), `${field}: ${issue}`);
  const rounded = findRounded(text);
  if (rounded !== null) throw errorAt(rounded, wholeNumberExpected);
  const whole = await withTemplateFiles(read.value, (beside, field) =>
    readTemplate(join(dirname(file), beside), (issue) => errorAt(field, issue)),
  );
  return { name: basename(file, '.json'), fixture: await requireValid(whole, errorAt), errorAt };
}

/** Rows of a CSV file between two turns: some milliseconds. */
const rowsAtOnce = 2000;

async function allLines(file: string, text: string): Promise<CsvLine[]> {
  const lines: CsvLine[] = [];
  try {
    for await (const slice of csvLines(text)) for (const line of slice) lines.push(line);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new FixtureError(file, Number(error.details['line']), error.details.issue ?? error.message);
  }
  return lines;
}

/** Reads contacts as CSV. Rejects with a FixtureError that names line and column. */
export async function readCsv(file: string, text: string): Promise<ReadFixture> {
  const [heading, ...rows] = await allLines(file, text);
  const ambiguous = headingFault(heading?.cells ?? []);
  if (ambiguous !== null) throw new FixtureError(file, heading?.line ?? null, ambiguous);
  const width = heading?.cells.length ?? 0;
  const lines = rows.map(({ line }) => line);
  const uneven = rows.find(({ cells }) => cells.length !== width);
  if (uneven)
    throw new FixtureError(
      file,
      uneven.line,
      `Expected ${width} cells, as in the heading; there are ${uneven.cells.length}`,
    );
  const errorAt = (field: string, issue: string) => {
    const [, index] = pathOfField(field);
    const column = field.replace(/^contacts\[\d+\]\.?/, '') || 'contact';
    return new FixtureError(file, lines[Number(index)] ?? null, `${column}: ${issue}`);
  };
  const fields = fieldsOfHeadings(heading?.cells ?? [], ownFields);
  const contacts: unknown[] = [];
  for (const { cells } of rows) {
    contacts.push(contactOfCells(cells, fields));
    if (contacts.length % rowsAtOnce === 0) await yieldToEventLoop();
  }
  const fixture = await requireValid({ contacts }, errorAt);
  return { name: basename(file, '.csv'), fixture, errorAt };
}

/** Where a bundled data set is; the package may stand in a program that has none of them (null). */
function fileOf(name: string, dir: string | null): string {
  if (dir !== null) return join(dir, `${name}.json`);
  throw new MissingFixtureError(name, null, `this data set ${needsPackage}`);
}

/** What a bundled data set says of itself; its rows are neither checked nor made. */
export async function descriptionOf(name: string, dir: string | null): Promise<string> {
  const value = parseJsonText(await readFile(fileOf(name, dir), 'utf8'));
  return Fixture.pick({ description: true }).strip().parse(value).description ?? '';
}

/**
 * Reads a data set: a bundled one by name, otherwise a JSON file, or a CSV file of contacts. Rejects with a FixtureError
 * that names file, line and field.
 */
export async function readFixture(nameOrFile: string, bundledDir: string | null): Promise<ReadFixture> {
  const file = isDataSet(nameOrFile) ? fileOf(nameOrFile, bundledDir) : nameOrFile;
  const bytes = await readNamedFile(file).catch((error: unknown) => {
    const issue = `${pathFault(error)}; expected a file, or one of ${dataSets.join(', ')}`;
    throw new MissingFixtureError(file, null, issue);
  });
  const text = textOf(file, bytes);
  return extname(file).toLowerCase() === '.csv' ? readCsv(file, text) : readJson(file, text);
}
