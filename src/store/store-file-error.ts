/** A file of the store that cannot be used: names its path, what is wrong, and what to do. */
export class StoreFileError extends Error {
  constructor(
    readonly path: string,
    readonly reason: string,
    readonly advice = '',
  ) {
    super(`${path}: ${reason}${advice ? ` ${advice}` : ''}`);
    this.name = 'StoreFileError';
  }
}
