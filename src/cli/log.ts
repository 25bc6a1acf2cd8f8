import type { Say } from '../core/ports.js';

export type LogMode = 'pretty' | 'json' | 'silent';

/** Pretty for people, JSON lines for programs. Errors go to stderr unless stdout is the JSON log. */
export function createSay(mode: LogMode, color: boolean): Say {
  const paint = (code: number, text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  return (level, message, details = {}) => {
    if (mode === 'silent' && level !== 'error') return;
    if (mode === 'json') {
      process.stdout.write(`${JSON.stringify({ level, msg: message, ...details })}\n`);
      return;
    }
    const mark = { info: paint(2, '·'), warn: paint(33, '!'), error: paint(31, '✗') }[level];
    const stream = level === 'error' ? process.stderr : process.stdout;
    stream.write(`${mark} ${message}\n`);
  };
}
