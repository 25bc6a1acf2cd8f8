/** What the system says of a path that cannot be used, in words. */
const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a directory',
  ENXIO: 'it is a pipe, a socket or a device',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'the file may not grow any more',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk fails',
  ERR_INVALID_ARG_VALUE: 'no path has such a character',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
};

/** Why a path cannot be used, from the error of the system: in words, never in those of a library. */
export const pathFault = (error: unknown): string => {
  const { code = '' } = error as NodeJS.ErrnoException;
  return words[code] ?? `it cannot be used${code === '' ? '' : ` (${code})`}`;
};
