export { apiTable } from './api/table.js';
import { campaignReportRoutes } from './control/campaigns.js';
import { clockRoutes } from './control/clock.js';
import { contactControlRoutes } from './control/contacts.js';
import { deliveryRoutes } from './control/deliveries.js';
import { emulatorRoutes } from './control/emulator.js';
import { eventRoutes } from './control/events.js';
import { faultRoutes } from './control/faults.js';
import { fixtureRoutes } from './control/fixtures.js';
import { keyRoutes } from './control/keys.js';
import { limitRoutes } from './control/limits.js';
import { messagePartRoutes } from './control/message-parts.js';
import { messageRoutes } from './control/messages.js';
import { overviewRoutes } from './control/overview.js';
import { recordRoutes } from './control/records.js';
import { playRoutes } from './control/play.js';
import { requestRoutes } from './control/requests.js';
import { snapshotRoutes } from './control/snapshots.js';
import { smtpSessionRoutes } from './control/smtp-sessions.js';
import { timelineRoutes } from './control/timeline.js';
import { transferRoutes } from './control/transfer.js';
import { simulateRoutes } from './control/simulate.js';
import { simulationRoutes } from './control/simulation.js';
import { suppressionRoutes } from './control/suppressions.js';
import { triggerRoutes } from './control/trigger.js';
import { webhookRoutes } from './control/webhooks.js';
import { createRouteTable } from './routing/match.js';
import type { RouteTable } from './routing/match.js';

/** Every route of the control API. */
export const controlTable: RouteTable = createRouteTable([
  ...overviewRoutes(() => controlTable.routes),
  ...timelineRoutes,
  ...emulatorRoutes,
  ...fixtureRoutes,
  ...transferRoutes,
  ...snapshotRoutes,
  ...messageRoutes,
  ...messagePartRoutes,
  ...recordRoutes,
  ...campaignReportRoutes,
  ...contactControlRoutes,
  ...suppressionRoutes,
  ...simulateRoutes,
  ...triggerRoutes,
  ...eventRoutes,
  ...clockRoutes,
  ...simulationRoutes,
  ...playRoutes,
  ...webhookRoutes,
  ...deliveryRoutes,
  ...keyRoutes,
  ...faultRoutes,
  ...limitRoutes,
  ...requestRoutes,
  ...smtpSessionRoutes,
]);
