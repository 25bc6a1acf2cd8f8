import type { Headed, SearchedText } from '../messages/search-text.js';

/** What is known of a mail once it is written. */
export interface Written {
  subject: string;
  preview: string;
  /** The text as it is searched, with what stands in the head. */
  search(head: Headed): SearchedText;
  raw: Buffer;
  /** Names in the templates that had no value. */
  missing: string[];
}
