import { ownText } from '../../contract/text/own-text.js';
import { searchedPart } from '../../contract/search-limits.js';
import type { Composer, Recipient } from './composer.js';

/** A mail that is to be composed, and its envelope sender. */
export interface MailJob extends Recipient {
  sender: string;
}

/** What is known of a mail once it is composed, beside its bytes. */
export interface ComposedMail {
  subject: string;
  preview: string;
  /** Names in the templates that had no value. */
  missing: string[];
  /** Its text as it is searched, and the Bloom filter of it where that is known. */
  search: { text: string; filter: Uint32Array | null };
}

export interface WholeMail extends ComposedMail {
  raw: Buffer;
}

/** Composes one mail. Throws a 400 that names the part of the template which failed. */
export function composeJob(composer: Composer, job: MailJob): WholeMail {
  const { subject, preview, missing, search, raw } = composer.write(job);
  const { sender, to } = job;
  const envelope = { from: sender, to: [to.address] };
  const { text, filter } = search({ subject, from: composer.from, to: [to], cc: [], envelope });
  return { subject, preview: ownText(preview), missing, search: { text: searchedPart(text), filter }, raw };
}
