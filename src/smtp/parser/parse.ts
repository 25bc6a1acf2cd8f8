import type { MailReader } from '../../core/ports/mail-reader.js';
import type { ParsedMail } from '../../core/ports/mail-reader.js';
import { createParserThread } from './thread.js';
import type { ParserThread } from './thread.js';

/** Most of the start-up cost of the program: loaded when the first mail is looked at. */
const loadReader = async () => (await import('./read-mail.js')).readMail;

// Reading takes about 24 ms per MB, too long to hold up everything else.
const largeMail = 128 * 1024;
// A part costs as much as 40 KB.
const manyParts = 16;

function hasManyParts(raw: Buffer): boolean {
  let at = -1;
  for (let count = 0; count <= manyParts; count += 1) {
    at = raw.indexOf('\n--', at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** Reads mail with mailparser, in `threadFile` where it takes long; what it cannot read is given back raw with a note. */
export function createMailReader(threadFile: string): MailReader & Pick<ParserThread, 'stop'> {
  const thread = createParserThread(threadFile);
  return {
    async read(raw, patient = false): Promise<ParsedMail> {
      return patient || raw.length > largeMail || hasManyParts(raw)
        ? thread.read(raw)
        : (await loadReader())(raw);
    },
    stop: thread.stop,
  };
}
