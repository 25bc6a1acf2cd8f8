import type { Bucket, CampaignEngagement } from '../contract/campaign-engagement.js';
import type { CampaignPreview } from '../contract/campaign-preview.js';
import type { CampaignReport } from '../contract/campaign-report.js';
import type { CampaignSummary } from '../contract/campaign-summary.js';
import type { Campaign } from '../contract/campaign.js';
import type { ControlClient } from './http.js';
import { pageOf, rowsOf } from './lists.js';
import type { Page, PageOptions } from './lists.js';

/** Which campaigns: everything given must hold. */
export interface CampaignMatch {
  /** How far it is. */
  status?: Campaign['status'];
  /** Words of its name or subject. */
  search?: string;
}

/** What is to be shown, and as whom. */
export interface PreviewSource {
  /** The id of a saved campaign. */
  campaign_id?: string;
  /** A campaign as `POST /v2/campaigns` takes it, or changes of the saved one; any field may be absent. */
  campaign?: object;
  /** The id of the contact as whom it is read. */
  contact_id?: string;
  /** An example of a contact, in place of one that is there. */
  contact?: object;
}

/** Campaigns as the emulator sees them. */
export interface CampaignsClient {
  /** A campaign as the emulator sees it: audience by reason, funnel, people and machines, links, bounces, progress. */
  get(id: string): Promise<CampaignReport>;
  /** Campaigns with what they came to, newest first: 500 unless `limit` says otherwise. `nextCursor` of the page leads on. */
  list(match?: CampaignMatch & PageOptions): Promise<Page<CampaignSummary>>;
  /** All campaigns that match, newest first, page by page. */
  all(match?: CampaignMatch): AsyncIterable<CampaignSummary>;
  /** Opens and clicks over the clock, people and machines apart; the points fit a chart unless `bucket` is given. */
  engagement(
    id: string,
    options?: {
      /** How long a point of the chart lasts. */
      bucket?: Bucket;
    },
  ): Promise<CampaignEngagement>;
  /** Composes the mail as one contact would get it, without sending it. Rejects with a 404 where campaign or contact are not there. */
  preview(source: PreviewSource): Promise<CampaignPreview>;
}

export function campaignsOf(client: ControlClient): CampaignsClient {
  const part = (id: string) => `/campaigns/${encodeURIComponent(id)}`;
  return {
    get: (id) => client.call(part(id)),
    list: (match = {}) => pageOf(client, '/campaigns/summaries', { limit: 500, ...match }),
    all: (match = {}) => rowsOf(client, '/campaigns/summaries', { ...match }),
    engagement: (id, query = {}) => client.call(`${part(id)}/engagement`, { query: { ...query } }),
    preview: (body) => client.call('/campaigns/preview', { method: 'POST', body }),
  };
}
