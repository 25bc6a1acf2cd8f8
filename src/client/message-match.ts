import type { MessageSummary } from '../contract/message.js';
import type { PageOptions } from './lists.js';

/** Which messages: everything given must hold. Texts match anywhere in the field, without regard to case. */
export interface MessageMatch {
  /** A query as in the inbox, such as `is:unread -subject:invoice`. */
  q?: string;
  /** A part of a recipient: an address or name of To or Cc, or an address of the envelope. */
  to?: string;
  /** A part of the sender: address or name. */
  from?: string;
  /** A part of the subject. */
  subject?: string;
  /** The id of a campaign. */
  campaign?: string;
  /** The id of a contact. */
  contact?: string;
  /** What has become of the mail. */
  status?: MessageSummary['status'];
  /** Only mail that came at this time or later: ISO 8601, on the clock of the workspace. */
  since?: string;
  /** Only these, up to 500. */
  ids?: readonly string[];
}

/** Where a page of mail begins: after `cursor`, or after so many matches. */
export interface MessagePageOptions extends PageOptions {
  /** How many matches come before the page; not together with `cursor`. */
  offset?: number;
}

/** Ids as one parameter. */
export const queryOf = ({ ids, ...match }: MessageMatch & MessagePageOptions) => ({
  ...match,
  ids: ids?.join(','),
});
