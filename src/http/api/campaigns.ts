import * as z from 'zod';
import {
  Campaign,
  CampaignInput,
  CampaignPatch,
  CampaignQuery,
  CampaignStats,
  toCampaign,
} from '../../contract/campaign.js';
import { pageMeta } from '../../contract/envelope.js';
import { CampaignId } from '../../contract/ids.js';
import { deleted, deletedReply } from '../routing/deleted.js';
import { idleFields } from '../routing/idle-fields.js';
import { route } from '../routing/route.js';

const maxBody = 10 * 1024 * 1024;

/** An answer has them also where a campaign goes to all. */
const tagsOfAll = 'recipients.tags';

export const campaignRoutes = [
  route(
    {
      method: 'GET',
      path: '/campaigns',
      summary: 'List campaigns, newest first',
      permission: 'campaigns:read',
      access: 'read',
      documented: true,
      query: CampaignQuery,
      reply: z.array(Campaign),
      list: 'pages',
    },
    ({ services, query }) => {
      const { rows, total } = services.campaigns.list(query);
      return { data: rows.map(toCampaign), meta: pageMeta(total, query.page, query.limit) };
    },
  ),
  route(
    {
      method: 'POST',
      path: '/campaigns',
      summary: 'Create a campaign: scheduled with a future send_time, a draft otherwise',
      permission: 'campaigns:write',
      access: 'write',
      documented: true,
      body: CampaignInput,
      idle: [tagsOfAll],
      maxBody,
      reply: Campaign,
      status: 201,
    },
    async ({ services, body }) => ({ data: toCampaign(await services.campaigns.create(body)) }),
  ),
  route(
    {
      method: 'GET',
      path: '/campaigns/{campaign_id}',
      summary: 'Get a campaign',
      permission: 'campaigns:read',
      access: 'read',
      documented: false,
      reply: Campaign,
    },
    ({ services, params }) => ({ data: toCampaign(services.campaigns.get(params.campaign_id)) }),
  ),
  route(
    {
      method: 'PUT',
      path: '/campaigns/{campaign_id}',
      summary: 'Edit a draft or scheduled campaign',
      permission: 'campaigns:write',
      access: 'write',
      documented: false,
      body: CampaignPatch,
      idle: [...idleFields(Campaign, CampaignPatch), tagsOfAll],
      maxBody,
      reply: Campaign,
    },
    async ({ services, params, body }) => ({
      data: toCampaign(await services.campaigns.update(params.campaign_id, body)),
    }),
  ),
  route(
    {
      method: 'DELETE',
      path: '/campaigns/{campaign_id}',
      summary: 'Delete a draft or scheduled campaign',
      permission: 'campaigns:write',
      access: 'write',
      documented: false,
      reply: deletedReply(CampaignId),
    },
    ({ services, params }) => {
      const { id } = services.campaigns.get(params.campaign_id);
      services.campaigns.remove(id);
      return deleted(id);
    },
  ),
  route(
    {
      method: 'POST',
      path: '/campaigns/{campaign_id}/send',
      summary: 'Send a draft or scheduled campaign at once; answers before the mail has left',
      permission: 'campaigns:send',
      access: 'write',
      documented: true,
      reply: Campaign,
    },
    async ({ services, params }) => ({ data: toCampaign(await services.campaigns.send(params.campaign_id)) }),
  ),
  route(
    {
      method: 'GET',
      path: '/campaigns/{campaign_id}/stats',
      summary: 'Get the stats of a campaign',
      permission: 'analytics:read',
      access: 'read',
      documented: true,
      reply: CampaignStats,
    },
    ({ services, params }) => ({ data: services.stats.of(services.campaigns.get(params.campaign_id).id) }),
  ),
];
