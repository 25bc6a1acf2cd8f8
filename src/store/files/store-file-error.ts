import type { StartErrorCode } from '../../contract/start-error.js';

/** A file of the store that cannot be used: names its path, what is wrong, and what to do. */
export class StoreFileError extends Error {
  readonly code: StartErrorCode = 'DATA_UNUSABLE';

  constructor(
    readonly path: string,
    readonly reason: string,
    readonly advice = '',
  ) {
    super(`${path}: ${reason}${advice ? ` ${advice}` : ''}`);
    this.name = 'StoreFileError';
  }
}

/** What to do about a file that is not as it was written. Whoever gives it has changed nothing. */
export const damageAdvice = {
  checkpoint: 'Mend the file, restore it from a copy, or move it away to start empty; nothing was changed.',
  journal: 'Mend the file, restore it from a copy, or move it away; nothing was changed.',
} as const;

/** A file of the store, or a line of it, that is no JSON of ours. */
export const jsonError = (
  path: string,
  { line, issue }: { line: number | null; issue: string },
  advice: string,
): StoreFileError =>
  new StoreFileError(
    line === null ? path : `${path} (line ${line})`,
    `${issue.replace(/^not /, 'is not ')}.`,
    advice,
  );

/** A name of the store is taken by what the store did not write, or cannot use. */
export const takenBy = (path: string, what: string): StoreFileError =>
  new StoreFileError(
    path,
    what,
    'Move it away, or choose another directory with --data; nothing was changed.',
  );

/** What the system's errors ask of the user. */
const remedies: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'Make room; what was acknowledged is kept, and writing goes on by itself.'],
  EDQUOT: [
    'the quota is used up',
    'Make room; what was acknowledged is kept, and writing goes on by itself.',
  ],
  EFBIG: [
    'the file may not grow any more',
    'Make room (ulimit -f); what was acknowledged is kept, and writing goes on by itself.',
  ],
  EROFS: [
    'the file system is read-only',
    'Choose another directory with --data, or keep nothing with --memory.',
  ],
  EACCES: ['permission denied', 'Choose another directory with --data, or keep nothing with --memory.'],
  EPERM: ['permission denied', 'Choose another directory with --data, or keep nothing with --memory.'],
  // What mkdir says where a folder above may not be written.
  ENOENT: [
    'the file system takes no new name here',
    'Choose another directory with --data, or keep nothing with --memory.',
  ],
  ENOTDIR: ['it is not a directory', 'Choose another directory with --data, or keep nothing with --memory.'],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n) or drop workspaces.'],
};

/** Whether there is no room at present. Work that can wait for it goes on by itself. */
export const isFullDisk = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '');

/** An error of the disk in words: which file, what happened, what to do. */
export function diskError(path: string, doing: string, error: unknown): StoreFileError {
  if (error instanceof StoreFileError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const [what, remedy] = remedies[code] ?? [message, 'See that the data directory is there and writable.'];
  return new StoreFileError(path, `${doing}: ${what}${code && remedies[code] ? ` (${code})` : ''}.`, remedy);
}
