import { LogEvent, toLogEvent } from '../../contract/event.js';
import { write } from './control-route.js';
import { TriggerInput } from '../../contract/trigger.js';
import { trigger } from '../../core/trigger/trigger.js';

export const triggerRoutes = [
  write(
    {
      method: 'POST',
      path: '/trigger',
      summary: 'Let an event happen to the newest mail to an address, or to one that is sent for it first',
      body: TriggerInput,
      reply: LogEvent,
    },
    async ({ services, body, signal }) => ({ data: toLogEvent(await trigger(services, body, signal)) }),
  ),
];
