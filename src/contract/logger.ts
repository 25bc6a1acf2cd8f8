/** Writes one line to the console, with the details that belong to it. */
export type Logger = (
  level: 'info' | 'warn' | 'error',
  message: string,
  details?: Record<string, unknown>,
) => void;
