import * as z from 'zod';
import { CampaignReport } from '../../contract/campaign-report.js';
import { read } from './control-route.js';

export const campaignReportRoutes = [
  read(
    {
      path: '/campaigns/{campaign_id}',
      summary:
        'A campaign as the emulator sees it: audience by reason, funnel, people and machines, links, bounces, progress, and why it did not start',
      params: z.object({ campaign_id: z.string() }),
      reply: CampaignReport,
    },
    async ({ services, params }) => ({ data: await services.campaigns.report(params.campaign_id) }),
  ),
];
