import { campaignRoutes } from '../api/campaigns.js';
import { contactRoutes } from '../api/contacts.js';
import type { Route } from '../routing/route.js';

/** The control API has a report of its own in place of this row. */
const isReported = ({ method, path }: Route) => method === 'GET' && path === '/campaigns/{campaign_id}';

/**
 * The contacts and campaigns of the imitated API for a caller without a key, such as the web UI: the same rows of the
 * route table, no permission and no limit, and they leave no trace in the request log.
 */
export const recordRoutes: Route[] = [...contactRoutes, ...campaignRoutes]
  .filter((route) => !isReported(route))
  .map((route) => ({ ...route, permission: null, documented: false }));
