import type { MessageId } from '../../contract/ids.js';
import type { MailReader, ParsedMail } from '../ports/mail-reader.js';

// Smaller mail is read again in the time that it takes to find it here.
const leastBytes = 64 * 1024;
const mostBytes = 48 * 1024 * 1024;

/** Reads mail and keeps what large ones came to, the latest used of them, so that each look at one is not a reading. */
export interface ReadCache {
  read(id: MessageId, raw: Buffer): Promise<ParsedMail>;
  forget(id: MessageId): void;
}

export function createReadCache(reader: MailReader): ReadCache {
  const kept = new Map<MessageId, { mail: Promise<ParsedMail>; bytes: number }>();
  let bytes = 0;

  function forget(id: MessageId) {
    bytes -= kept.get(id)?.bytes ?? 0;
    kept.delete(id);
  }

  function keep(id: MessageId, mail: Promise<ParsedMail>, size: number) {
    forget(id);
    kept.set(id, { mail, bytes: size });
    bytes += size;
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) break;
      if (oldest !== id) forget(oldest);
    }
  }

  return {
    read(id, raw) {
      if (raw.length < leastBytes) return reader.read(raw);
      const mail = kept.get(id)?.mail ?? reader.read(raw);
      keep(id, mail, 2 * raw.length);
      mail.catch(() => forget(id));
      return mail;
    },
    forget,
  };
}
