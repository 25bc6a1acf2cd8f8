import type { MessageId } from '../../contract/ids.js';
import { mailDomain } from '../compose/mail-domain.js';
import { macOf } from '../time/random.js';

/**
 * The envelope sender of a mail of ours, `bounce+<id><mac>@…` (a variable envelope return path): it names the mail that
 * arrives at the sink, and cannot be made up without the secret, which is random and known to this process alone.
 */
export interface ReturnPaths {
  addressOf(id: MessageId): string;
  /**
   * The mail that an envelope sender stands for, and whether that is of a state of the workspace that is no more; null where
   * the address is none of ours.
   */
  read(address: string): { id: MessageId; stale: boolean } | null;
}

const pattern = /^bounce\+([0-9a-z]{8})([\w-]{22})(?:\.(\d+))?@/;

/** `generation` keeps mail that was under way before a reset, restore or import out of the state after it. */
export function createReturnPaths(secret: string, generation = 0): ReturnPaths {
  const macFor = (id: MessageId, of: number) => macOf(secret, 'return path', id, String(of));
  const suffix = generation === 0 ? '' : `.${generation}`;
  return {
    addressOf: (id) => `bounce+${id.slice('email_'.length)}${macFor(id, generation)}${suffix}@${mailDomain}`,
    read(address) {
      const match = pattern.exec(address);
      if (!match) return null;
      const id: MessageId = `email_${match[1]}`;
      const of = Number(match[3] ?? 0);
      return macFor(id, of) === match[2] ? { id, stale: of !== generation } : null;
    },
  };
}
