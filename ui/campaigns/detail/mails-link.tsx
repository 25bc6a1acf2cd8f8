import type { ComponentChildren } from 'preact';
import { formatAddress } from '../../shell/address/address.js';
import { mailsOf } from '../route.js';

export interface MailsLinkProps {
  /** The id of the campaign. */
  campaign: string;
  /** The mails, as the inbox searches them. */
  term: string;
  /** How many there were, and how many of these are kept. */
  count: number;
  kept: number;
  class?: string;
  children: ComponentChildren;
}

/** Leads to mails of a campaign in the inbox; plain text where none of them is kept. */
export const MailsLink = ({ campaign, term, count, kept, class: name, children }: MailsLinkProps) =>
  kept > 0 ? (
    <a
      class={name}
      href={formatAddress(mailsOf(campaign, term))}
      title={
        kept < count
          ? `Show the ${kept.toLocaleString()} of these mails that are kept`
          : 'Show these mails in the inbox'
      }
    >
      {children}
    </a>
  ) : (
    <span class={name} title={count > 0 ? 'None of these mails is kept' : undefined}>
      {children}
    </span>
  );
