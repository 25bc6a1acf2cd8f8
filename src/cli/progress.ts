import { setTimeout as pause } from 'node:timers/promises';
import { stderr } from './output.js';
import type { Output } from './output.js';

/** One line on stderr that shows how far long work is and is written over. Nothing where stderr is no terminal. */
export interface Progress {
  isShown: boolean;
  show(text: string): void;
  clear(): void;
}

export function createProgress(output: Output = stderr): Progress {
  let isThere = false;
  const write = (text: string) => output.log(`\r\u001b[2K${text}`);
  return {
    isShown: output.isTerminal,
    show(text) {
      if (!output.isTerminal) return;
      isThere = true;
      write(text.slice(0, output.columns - 1));
    },
    clear() {
      if (isThere) write('');
      isThere = false;
    },
  };
}

const gapMs = 250;

/** Does the work and, while it lasts, shows on a terminal what `ask` answers about it. */
export async function withProgress<T>(
  work: Promise<T>,
  ask: () => Promise<string> | string,
  progress = createProgress(),
): Promise<T> {
  if (!progress.isShown) return work;
  let isOver = false;
  const ended = work.finally(() => (isOver = true)).catch(() => undefined);
  while (!isOver) {
    await Promise.race([ended, pause(gapMs)]);
    // An emulator that cannot answer just now is asked again.
    const text = isOver ? '' : await Promise.resolve(ask()).catch(() => '');
    if (!isOver && text !== '') progress.show(text);
  }
  progress.clear();
  return work;
}

const units = ['B', 'KB', 'MB', 'GB'];

/** `812 B`, `13.5 MB`, as the web UI has them. */
export function sizeWords(bytes: number): string {
  let [size, unit] = [bytes, 0];
  // What would be rounded to a thousand is one of the next unit.
  for (; size >= 999.5 && unit < units.length - 1; unit += 1) size /= 1000;
  return `${unit === 0 || size >= 99.95 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}
