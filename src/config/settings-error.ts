/** A wrong setting: one line that names it and what was expected. The command line ends with exit code 2. */
export class SettingsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}
