import { isUtf8 } from 'node:buffer';
import type { MailIndexEntry, MailReader, ParsedMail, UnparsedMail } from '../../core/ports/mail-reader.js';
import type { BloomHasher } from '../../core/ports/ports.js';
import type { Timers } from '../../core/time/clock.js';
import { headEnd, largeHead } from './head-end.js';
import { createParserThread } from './thread.js';
import type { ParserThread } from './thread.js';

export interface MailReaderDeps {
  /** The program of the parser thread; null where there is none, and all is read here. */
  threadFile: string | null;
  bloomHasher: BloomHasher;
  timers: Timers;
}

/** Most of the start-up cost of the program: loaded when the first mail is looked at. */
const loadReader = () => import('./read-mail.js');

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

const isEncoded = /^content-transfer-encoding:\s*["']?(?:base64|quoted)/im;

/**
 * Whether a charset may have to be told from the bytes: the detector takes a tenth of a second to be ready, which is no time
 * for others to wait.
 */
const mayNameNoCharset = (raw: Buffer): boolean =>
  !isUtf8(raw) || (isEncoded.test(raw.toString('latin1', 0, largeMail)) && !raw.includes('charset'));

const takesLong = (raw: Buffer): boolean =>
  raw.length > largeMail || headEnd(raw) > largeHead || hasManyParts(raw) || mayNameNoCharset(raw);

/** Reads mail with mailparser, in the parser thread where it takes long; what it cannot read is given back raw with a note. */
export function createMailReader({
  threadFile,
  bloomHasher,
  timers,
}: MailReaderDeps): MailReader & Pick<ParserThread, 'stop'> {
  const thread = threadFile === null ? null : createParserThread(threadFile, timers);
  async function indexHere({ raw, row }: UnparsedMail): Promise<MailIndexEntry> {
    const { readEntry } = await loadReader();
    const entry = await readEntry(raw, row, { hasher: bloomHasher });
    // Texts of its own: those that were read may be parts of the whole mail, and hold it.
    return { ...entry, summary: structuredClone(entry.summary) };
  }
  async function read(raw: Buffer): Promise<ParsedMail> {
    if (thread && takesLong(raw)) return thread.read(raw);
    const { readMail } = await loadReader();
    return readMail(raw);
  }
  return {
    read,
    async headers(raw) {
      const end = headEnd(raw);
      if (end > largeHead) return (await read(raw)).headers;
      const { readHeaders } = await loadReader();
      return readHeaders(raw.subarray(0, end + 2)) ?? (await read(raw)).headers;
    },
    async index(mails, inBackground = false) {
      if (thread && inBackground) return thread.index(mails);
      const each = mails.map((mail) =>
        thread && takesLong(mail.raw) ? thread.index([mail]) : indexHere(mail).then((entry) => [entry]),
      );
      return (await Promise.all(each)).flat();
    },
    stop: async () => thread?.stop(),
  };
}
