import { createRouteTable } from '../routing/match.js';
import { campaignRoutes } from './campaigns.js';
import { contactRoutes } from './contacts.js';
import { emailRoutes } from './emails.js';

/** Every route of the imitated API. */
export const apiTable = createRouteTable([...contactRoutes, ...campaignRoutes, ...emailRoutes]);

/** With `--strict` what the reference does not document is not there. */
export const documentedTable = createRouteTable(apiTable.routes.filter((route) => route.documented));

/** What the paths of the imitated API begin with. */
export const apiPrefix = '/v2';
