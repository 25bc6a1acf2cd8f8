import { LogEvent, toLogEvent } from '../../contract/event.js';
import { route } from '../routing/route.js';
import { TriggerInput } from '../../contract/trigger.js';
import { trigger } from '../../core/trigger/trigger.js';

export const triggerRoutes = [
  route(
    {
      method: 'POST',
      path: '/trigger',
      summary: 'Let an event happen to the newest mail to an address, or to one that is sent for it first',
      permission: null,
      access: 'write',
      documented: false,
      body: TriggerInput,
      reply: LogEvent,
    },
    async ({ services, body, signal }) => ({ data: toLogEvent(await trigger(services, body, signal)) }),
  ),
];
