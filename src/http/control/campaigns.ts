import * as z from 'zod';
import { Bucket, CampaignEngagement } from '../../contract/campaign-engagement.js';
import { CampaignPreview, CampaignPreviewInput } from '../../contract/campaign-preview.js';
import { CampaignReport } from '../../contract/campaign-report.js';
import { CampaignSummary, toCampaignSummary } from '../../contract/campaign-summary.js';
import { CampaignQuery } from '../../contract/campaign.js';
import { wholeNumber } from '../../contract/fields.js';
import { previewPage } from '../../core/html/preview-page.js';
import { read, write } from './control-route.js';
import { placeCursor, cursorPage, listFields, toPlaceCursor } from './cursor.js';
import { ListPlace } from './fields.js';
import { pageReply, quietQuery } from './mail-page.js';

const Filter = CampaignQuery.pick({ search: true, status: true });
const SummaryQuery = Filter.extend({
  ...listFields(placeCursor),
  /** Which page of `limit` rows, in place of a cursor. */
  page: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
}).refine(({ cursor, page }) => cursor === undefined || page === undefined, {
  path: ['page'],
  error: 'Expected page or cursor, not both',
});

export const campaignReportRoutes = [
  read(
    {
      path: '/campaigns/summaries',
      summary:
        'Campaigns without their content, with what they came to, newest first; by cursor, or the `page` of so many rows',
      query: SummaryQuery,
      reply: z.array(CampaignSummary),
      list: 'cursor',
    },
    ({ services, query: { limit, cursor, page = 1, ...filter } }) => {
      const { rows, total, next } = services.campaigns.from(filter, limit, cursor ?? (page - 1) * limit);
      const data = rows.map((row) => toCampaignSummary(row, services.stats.of(row.id)));
      return cursorPage(data, { limit, total, next_cursor: next && toPlaceCursor(next) });
    },
  ),
  read(
    {
      path: '/campaigns/{campaign_id}',
      summary:
        'A campaign as the emulator sees it: audience by reason, funnel, people and machines, links, bounces, missing values, progress, and why it did not start',
      reply: CampaignReport,
    },
    async ({ services, params }) => ({ data: await services.campaigns.report(params.campaign_id) }),
  ),
  read(
    {
      path: '/campaigns/{campaign_id}/place',
      summary:
        'How many campaigns that match come before this one, newest first; null where it is none of them',
      query: Filter,
      reply: ListPlace,
    },
    ({ services, params, query }) => ({
      data: { place: services.campaigns.placeOf(query, params.campaign_id) },
    }),
  ),
  read(
    {
      path: '/campaigns/{campaign_id}/engagement',
      summary:
        'Opens and clicks of a campaign over the clock, people and machines apart; the points fit a chart unless `bucket` is given',
      query: z.strictObject({ bucket: Bucket.optional() }),
      reply: CampaignEngagement,
    },
    async ({ services, params, query }) => ({
      data: await services.campaigns.engagement(params.campaign_id, query.bucket),
    }),
  ),
  write(
    {
      method: 'POST',
      path: '/campaigns/preview',
      summary: 'Compose the mail of a campaign as one contact would get it, without sending it',
      body: CampaignPreviewInput,
      maxBody: 10 * 1024 * 1024,
      reply: CampaignPreview,
    },
    async ({ services, body }) => ({ data: await services.previews.render(body) }),
  ),
  read(
    {
      path: '/campaigns/previews/{id}/html',
      summary: 'The html of a preview that was composed lately, to look at: nothing loaded from outside',
      query: quietQuery,
      reply: null,
      bytes: { types: ['text/html'] },
      weight: ({ services, params }) => services.previews.page(params.id).html.length,
    },
    ({ services, params, query }) =>
      pageReply(previewPage(services.previews.page(params.id), query), { remote: false }),
  ),
];
