import type { Logger } from '../contract/logger.js';
import { shownJson, shownLine, shownLines } from '../contract/text/shown-text.js';
import { stderr, stdout } from './output.js';
import { createProgress } from './progress.js';

export type LogMode = 'pretty' | 'json' | 'silent';

/** What says that the server is ready. */
export type Banner = Readonly<Record<'pretty' | 'json', string>>;

/** The log of a server. */
export interface ServerLog {
  log: Logger;
  /** Writes the banner. In JSON it is the first line of stdout. */
  ready(banner: Banner): void;
}

/**
 * The log in the mode that a setting names; null is pretty on a terminal, JSON otherwise. Pretty for people, JSON lines for
 * programs. Errors go to stderr unless stdout is the JSON log; so do lines of JSON before the one that says ready, since
 * programs read that one first. Details with `done` of a `total` are progress: on a terminal each such line takes the place
 * of the one before.
 */
export function createLogger(setting: LogMode | null): ServerLog {
  const mode = setting ?? (stdout.isTerminal ? 'pretty' : 'json');
  const paint = (code: number, text: string) => (stdout.hasColors ? `\u001b[${code}m${text}\u001b[0m` : text);
  const progress = createProgress();
  let isReady = false;

  const logJson: Logger = (level, message, details = {}) =>
    (isReady ? stdout : stderr).log(`${shownJson({ level, msg: message, ...details })}\n`);
  const logPretty: Logger = (level, message, { done, total } = {}) => {
    if (progress.isShown && total !== undefined) {
      if (done === total) progress.clear();
      else progress.show(shownLine(message));
      return;
    }
    progress.clear();
    const mark = { info: paint(2, '·'), warn: paint(33, '!'), error: paint(31, '✗') }[level];
    // A defect has the lines of its stack; what strangers wrote has none.
    const shown = level === 'error' ? shownLines(message) : shownLine(message);
    (level === 'error' ? stderr : stdout).log(`${mark} ${shown}\n`);
  };
  const logErrors: Logger = (level, message) => {
    if (level === 'error') logPretty(level, message);
  };
  return {
    log: { json: logJson, pretty: logPretty, silent: logErrors }[mode],
    ready(banner) {
      isReady = true;
      if (mode !== 'silent') stdout.log(`${banner[mode]}\n`);
    },
  };
}
