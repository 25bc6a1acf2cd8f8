import { createReadStream } from 'node:fs';
import { lstat, open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { Connection, Imported, ImportOptions } from '../client/connection.js';
import { EmulatorError } from '../client/errors.js';
import { shownLine } from '../contract/shown-text.js';
import type { WorkspaceState } from '../contract/workspace.js';
import { stdout } from './output.js';
import { sizeWords, withProgress } from './progress.js';
import { counted, remoteCommand, remotely, shownData } from './remote.js';
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

/** Throws unless a file can take the name: what stands there already must be one too, and no link to one. */
async function requireFileName(file: string): Promise<void> {
  const found = await lstat(file).catch(() => null);
  if (!found || found.isFile()) return;
  const what = found.isSymbolicLink() ? 'a symbolic link' : found.isDirectory() ? 'a directory' : 'no file';
  throw usageError(`expected the name of a file, or - for stdout; ${file} is ${what}`);
}

/** Makes a new file beside the one that it is to become; what stands there already is passed over. */
async function openPart(file: string): Promise<{ part: string; handle: FileHandle }> {
  for (let number = 1; ; number += 1) {
    const part = number === 1 ? `${file}.part` : `${file}.${number}.part`;
    // Secrets of endpoints are in it. `wx` follows no link.
    const handle = await open(part, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return null;
      throw error;
    });
    if (handle) return { part, handle };
  }
}

/** Under another name until it is whole: half an export must not look like one. */
async function exportTo(
  connection: Connection,
  file: string,
): Promise<CommandResult<{ file: string; bytes: number }>> {
  await requireFileName(file);
  let bytes = 0;
  async function* counting(source: AsyncIterable<Uint8Array>) {
    for await (const piece of source) {
      bytes += piece.length;
      yield piece;
    }
  }
  // First the file: an answer that nobody reads would keep the process for half a minute.
  const { part, handle } = await openPart(file);
  try {
    const source = counting(await connection.exportStream());
    await withProgress(pipeline(source, handle.createWriteStream()), () => `${sizeWords(bytes)} written`);
    await rename(part, file);
  } catch (error) {
    await handle.close();
    await rm(part, { force: true });
    throw error;
  }
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
  const size = await sizeOf(file);
  let bytes = 0;
  async function* pieces() {
    const source = file === '-' ? process.stdin : createReadStream(file);
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
    throw located(error, file);
  });
  return { data, text: (_state: WorkspaceState, paint) => imported(shownData(data), paint) };
}

async function sizeOf(file: string): Promise<number | null> {
  if (file === '-') return null;
  const found = await stat(file).catch((error: Error) => {
    throw usageError(`expected a readable file: ${error.message}`);
  });
  if (!found.isFile()) throw usageError(`expected a file, got ${file}`);
  return found.size;
}

/** `state.json:12: contacts[3].email: Invalid email format` */
function located(error: unknown, file: string): unknown {
  if (!(error instanceof EmulatorError) || typeof error.details['line'] !== 'number') return error;
  const { line, field, issue } = error.details;
  return new Error(shownLine(`${file === '-' ? 'stdin' : file}:${line}: ${field}: ${issue}`));
}

const imported = (data: Imported, paint: Paint): string =>
  [
    `${paint.good('imported')}  ${counted(data, paint)}`,
    ...data.skipped.map(({ table, id, reason }) => `${paint.bad('left out')}  ${table} ${id}: ${reason}`),
  ].join('\n');
