import type { StartErrorCode } from '../contract/start-error.js';

/** A wrong setting: one line that names it and what was expected. The command line ends with exit code 2. */
export class SettingsError extends Error {
  /** `INVALID_SETTING`, which tells it from other errors of a start. */
  readonly code: StartErrorCode = 'INVALID_SETTING';

  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}
