import { CampaignReport } from '../../contract/campaign-report.js';
import { read } from './control-route.js';
import { byId } from './fields.js';

export const campaignReportRoutes = [
  read(
    {
      path: '/campaigns/{id}',
      summary:
        'A campaign as the emulator sees it: audience by reason, funnel, people and machines, links, bounces, progress, and why it did not start',
      params: byId,
      reply: CampaignReport,
    },
    async ({ services, params }) => ({ data: await services.campaigns.report(params.id) }),
  ),
];
