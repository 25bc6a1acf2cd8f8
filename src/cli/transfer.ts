import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { Connection, Imported, ImportOptions } from '../client/connection.js';
import { EmulatorError } from '../client/errors.js';
import { shownLine } from '../contract/text/shown-text.js';
import type { WorkspaceState } from '../contract/workspace.js';
import { writeWhole } from './export-file.js';
import { statOf, unusable } from './given-file.js';
import { stdout } from './output.js';
import { sizeWords, withProgress } from './progress.js';
import { workspaceLine } from './counted.js';
import { remoteCommand, remotely, shownData } from './remote.js';
import { usageError } from './failure.js';
import type { Paint, CommandResult } from './remote.js';

/** `export FILE`: the workspace as a file. */
export const exportCommand = (): Command =>
  remoteCommand('export', 'write the whole workspace to a file that import, seed and --fixture take back')
    .argument('<file>', 'where to; - is stdout')
    .action(
      remotely(async (connection, file: string, { json }: { json: boolean }) => {
        if (file !== '-') return exportTo(connection, file);
        if (json) throw usageError('--json: expected a file, since the export itself goes to stdout');
        await pipeline(await connection.exportStream(), stdout.asPipeEnd());
        return { data: { file: '-', bytes: 0 }, text: null };
      }),
    );

async function exportTo(
  connection: Connection,
  file: string,
): Promise<CommandResult<{ file: string; bytes: number }>> {
  let bytes = 0;
  async function* counting(source: AsyncIterable<Uint8Array>) {
    for await (const piece of source) {
      bytes += piece.length;
      yield piece;
    }
  }
  const written = writeWhole(file, async () => counting(await connection.exportStream()));
  await withProgress(written, () => `${sizeWords(bytes)} written`);
  const text = (_data: object, { good, dim }: Paint) =>
    `${good('exported')}  ${file}  ${dim(sizeWords(bytes))}`;
  return { data: { file, bytes }, text };
}

/** `import FILE`: a file in the place of the workspace. */
export const importCommand = (): Command =>
  remoteCommand('import', 'put an export in the place of the whole workspace')
    .argument('<file>', 'a file that export wrote; - is stdin')
    .action(remotely((connection, file: string) => importFile(connection, file, {})));

export async function importFile(
  connection: Connection,
  file: string,
  options: ImportOptions,
): Promise<CommandResult<WorkspaceState>> {
  const size = sizeOf(file);
  let bytes = 0;
  let unreadable: Error | null = null;
  async function* pieces() {
    const source: Readable = file === '-' ? process.stdin : createReadStream(file);
    source.once('error', (error) => (unreadable = unusable('a readable file', file, error)));
    for await (const piece of source as AsyncIterable<Buffer>) {
      bytes += piece.length;
      yield piece;
    }
  }
  const ask = () =>
    bytes === size
      ? 'taking it in'
      : `${sizeWords(bytes)}${size === null ? '' : ` of ${sizeWords(size)}`} read`;
  const data = await withProgress(connection.import(pieces(), options), ask).catch((error: unknown) => {
    throw unreadable ?? located(error, file);
  });
  return { data, text: (_state: WorkspaceState, paint) => imported(shownData(data), paint) };
}

function sizeOf(file: string): number | null {
  if (file === '-') return null;
  const found = statOf(file, 'a readable file');
  if (found?.isFile()) return found.size;
  const what = !found ? 'there is no such file' : found.isDirectory() ? 'it is a directory' : 'it is no file';
  throw usageError(`expected a readable file; ${file || '""'}: ${what}`);
}

/** `state.json:12: contacts[3].email: Invalid email format` */
function located(error: unknown, file: string): unknown {
  if (!(error instanceof EmulatorError) || typeof error.details['line'] !== 'number') return error;
  const { line, field, issue } = error.details;
  return new Error(shownLine(`${file === '-' ? 'stdin' : file}:${line}: ${field}: ${issue}`));
}

const imported = (data: Imported, paint: Paint): string =>
  [
    `${paint.good('imported')}  ${workspaceLine(data, paint)}`,
    ...data.skipped.map(({ table, id, reason }) => `${paint.bad('skipped')}  ${table} ${id}: ${reason}`),
  ].join('\n');
