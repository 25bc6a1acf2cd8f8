import type { CampaignRows } from '../ports/ports.js';
import { service } from './service.js';
import { shop } from './shop.js';

/** A mail or a letter as the API takes it, without its recipient. */
export interface Letter {
  from_name: string;
  from_email: string;
  subject: string;
  content: { html: string };
}

/** What the application of a play belongs to: what it writes, and what it keeps of its people. */
export interface Business {
  /** Of its addresses, by which a workspace that has its data set is known. */
  domain: string;
  /** Bodies of `POST /v2/emails`, with the variables `number` and `total`: at once after a purchase, and hours later. */
  receipt: Letter;
  followUp: Letter;
  /** Bodies of `POST /v2/campaigns`. */
  newsletters: readonly (Letter & { name: string })[];
  /** Tags of its people. */
  interests: readonly string[];
  /** The custom field that counts what someone has bought. */
  counter: string;
}

/** As many campaigns are looked at, the newest first: a user's own may stand before those of a data set. */
const lookedAt = 50;

/** The business whose data set a workspace has; the shop where it has none. */
export function businessOf(campaigns: Pick<CampaignRows, 'page'>): Business {
  for (const { from_email } of campaigns.page({}, 0, lookedAt).rows) {
    const business = [shop, service].find(({ domain }) => from_email.endsWith(`@${domain}`));
    if (business) return business;
  }
  return shop;
}
