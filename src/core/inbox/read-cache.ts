import type { MessageId } from '../../contract/ids.js';
import type { MailReader, ParsedMail } from '../ports/mail-reader.js';
import type { Timers } from '../time/clock.js';
import { createWatch } from '../time/watch.js';

// Smaller mail is read again in the time that it takes to find it here.
const leastBytes = 64 * 1024;
/** Beyond it only the mail that was looked at last is kept. */
const mostBytes = 48 * 1024 * 1024;
/** Nobody looks at a mail any more: its parts are asked for one after the other. */
const keptMs = 60_000;
const bytesOfLink = 300;

/** Reads mail and keeps what large ones came to for a minute, the latest used of them, so that each look at one is not a reading. */
export interface ReadCache {
  /** `load` brings the raw mail of `size` bytes, where it is not kept. */
  read(id: MessageId, size: number, load: () => Promise<Buffer>): Promise<ParsedMail>;
  forget(id: MessageId): void;
}

interface Kept {
  mail: Promise<ParsedMail>;
  bytes: number;
  usedAt: number;
}

/** What a mail holds at most: a character may take two bytes. */
function bytesOf({ html, text, readable, words, links, attachments }: ParsedMail): number {
  const characters = [html, text, readable, words].reduce((sum, each) => sum + (each?.length ?? 0), 0);
  const files = attachments.reduce((sum, { size }) => sum + size, 0);
  return 2 * characters + files + bytesOfLink * links.length;
}

export function createReadCache(reader: Pick<MailReader, 'read'>, timers: Timers): ReadCache {
  const kept = new Map<MessageId, Kept>();
  let bytes = 0;

  function forget(id: MessageId) {
    bytes -= kept.get(id)?.bytes ?? 0;
    kept.delete(id);
  }
  function keep(id: MessageId, entry: Kept) {
    forget(id);
    kept.set(id, entry);
    bytes += entry.bytes;
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) break;
      if (oldest !== id) forget(oldest);
    }
    watch();
  }
  const watch = createWatch({
    timers,
    everyMs: keptMs,
    isNeeded: () => kept.size > 0,
    look() {
      for (const [id, { usedAt }] of kept) if (usedAt <= timers.now() - keptMs) forget(id);
    },
  });
  function begin(id: MessageId, size: number, load: () => Promise<Buffer>): Kept {
    const entry: Kept = { mail: load().then(reader.read), bytes: 2 * size, usedAt: 0 };
    entry.mail.then(
      (mail) => {
        if (kept.get(id) !== entry) return;
        forget(id);
        keep(id, Object.assign(entry, { bytes: bytesOf(mail) }));
      },
      () => {
        if (kept.get(id) === entry) forget(id);
      },
    );
    return entry;
  }

  return {
    read(id, size, load) {
      if (size < leastBytes) return load().then(reader.read);
      const entry = kept.get(id) ?? begin(id, size, load);
      entry.usedAt = timers.now();
      keep(id, entry);
      return entry.mail;
    },
    forget,
  };
}
