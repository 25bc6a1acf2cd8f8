import type { Logger } from '../contract/logger.js';
import { createProgress } from './progress.js';

export type LogMode = 'pretty' | 'json' | 'silent';

/**
 * Pretty for people, JSON lines for programs. Errors go to stderr unless stdout is the JSON log. What bears how much is
 * `done` of a `total` is progress: on a terminal each such line takes the place of the one before.
 */
export function createLogger(mode: LogMode, color: boolean): Logger {
  const paint = (code: number, text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const progress = createProgress();
  return (level, message, details = {}) => {
    if (mode === 'silent' && level !== 'error') return;
    if (mode === 'json') {
      process.stdout.write(`${JSON.stringify({ level, msg: message, ...details })}\n`);
      return;
    }
    const { done, total } = details;
    if (progress.isShown && total !== undefined) {
      if (done === total) progress.clear();
      else progress.show(message);
      return;
    }
    progress.clear();
    const mark = { info: paint(2, '·'), warn: paint(33, '!'), error: paint(31, '✗') }[level];
    const stream = level === 'error' ? process.stderr : process.stdout;
    stream.write(`${mark} ${message}\n`);
  };
}
