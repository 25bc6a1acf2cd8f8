import { dirname, join } from 'node:path';
import { Argument } from 'commander';
import type { Command } from 'commander';
import type { Connection } from '../client/connection.js';
import { EmulatorError } from '../client/errors.js';
import { isExportFile } from '../client/export-source.js';
import { dataSets, isDataSet } from '../contract/data-sets.js';
import { lineOfField, pathOfField, readFileJson } from '../contract/json/json-place.js';
import { withTemplateFiles } from '../contract/template-file.js';
import { shownLine } from '../contract/text/shown-text.js';
import { withoutByteOrderMark } from '../contract/text/utf8.js';
import { findRounded, wholeNumberExpected } from '../contract/json/whole-numbers.js';
import { countsWithEvents, workspaceLine } from './counted.js';
import { suggested } from './completion.js';
import { usageError } from './failure.js';
import { readGiven, statOf } from './given-file.js';
import { withProgress } from './progress.js';
import { remoteCommand, remotely } from './remote.js';
import { importFile } from './transfer.js';

/** What is loaded, and how a fault in it is told. */
interface Source {
  given: { name: string } | { fixture: unknown } | { csv: string };
  located(error: unknown): unknown;
}

async function sourceOf(source: string): Promise<Source> {
  const expected = `a file, or one of ${dataSets.join(', ')}`;
  const found = statOf(source, expected);
  // A folder may have the name of a data set.
  const isName = isDataSet(source) && !found?.isFile();
  if (isName) return { given: { name: source }, located: (error) => error };
  if (!found || found.isDirectory()) {
    const what = found ? 'is a directory' : 'there is no file and no data set of that name';
    throw usageError(`expected ${expected}; ${source || '""'}: ${what}`);
  }
  const text = textOf(source);
  if (/\.csv$/i.test(source)) return { given: { csv: text }, located: inCsv(source) };
  return { given: { fixture: await fixtureIn(source, text) }, located: inJson(source, text) };
}

async function fixtureIn(file: string, text: string): Promise<unknown> {
  const read = await readFileJson(text);
  if ('fault' in read) {
    const { line, issue } = read.fault;
    throw usageError(shownLine(`${file}${line === null ? '' : `:${line}`}: expected a data set: ${issue}`));
  }
  // What was rounded here is exact to the emulator.
  const rounded = findRounded(text);
  if (rounded !== null) throw placed(file, text, { field: rounded, issue: wholeNumberExpected });
  return withTemplateFiles(read.value, (beside, field) => {
    try {
      return textOf(join(dirname(file), beside));
    } catch (error) {
      throw placed(file, text, { field, issue: (error as Error).message });
    }
  });
}

const textOf = (file: string): string => withoutByteOrderMark(readGiven(file));

const faultOf = (error: unknown): { field: string; issue: string } | null =>
  error instanceof EmulatorError && error.details.field !== undefined
    ? { field: error.details.field, issue: error.details.issue ?? error.message }
    : null;

/** An emulator calls the text of a call `contacts.csv`. */
const inCsv = (file: string) => (error: unknown) => {
  const place = /^contacts\.csv(?=:)/.exec(faultOf(error)?.issue ?? '');
  return place ? new Error(shownLine(`${file}${place.input.slice(place[0].length)}`)) : error;
};

/** `customers.json:12: contacts[3].email: Invalid email format`, as of a file that the emulator reads itself. */
const inJson = (file: string, text: string) => (error: unknown) => {
  const fault = faultOf(error);
  return fault && /^(?:fixture|contacts|campaigns)\b/.test(fault.field) ? placed(file, text, fault) : error;
};

function placed(file: string, text: string, fault: { field: string; issue: string }): Error {
  const path = pathOfField(fault.field).filter((part) => part !== 'fixture');
  const field = path.map((part, at) => (/^\d+$/.test(part) ? `[${part}]` : at === 0 ? part : `.${part}`));
  return new Error(
    shownLine(`${file}:${lineOfField(text, path)}: ${field.join('') || 'fixture'}: ${fault.issue}`),
  );
}

const countsOf = async ({ counts: ask }: Pick<Connection, 'counts'>): Promise<string> => {
  return `${countsWithEvents(await ask())} so far`;
};

/** `seed FILE|NAME`: fills the workspace. */
export const seedCommand = (): Command =>
  remoteCommand('seed', 'load a data set into the workspace')
    .addArgument(
      suggested(
        new Argument(
          '<file|name>',
          `a JSON file (a fixture or an export), a CSV file of contacts, or ${dataSets.slice(0, -1).join(', ')} or ${dataSets.at(-1)}`,
        ),
        dataSets,
      ),
    )
    .option('--replace', 'empty the workspace first')
    .action(
      remotely(async (connection, file: string, { replace = false }: { replace?: boolean }) => {
        if (await isExportFile(file)) return importFile(connection, file, { replace });
        const { given, located } = await sourceOf(file);
        const seeding = connection.seed({ ...given, replace }).catch((error: unknown) => {
          throw located(error);
        });
        return { data: await withProgress(seeding, () => countsOf(connection)), text: workspaceLine };
      }),
    );
