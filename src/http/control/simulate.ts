import { MessageSummary, toSummary } from '../../contract/message.js';
import { write } from './control-route.js';
import { byId } from './fields.js';
import { SimulateInput } from '../../contract/simulate.js';
import { simulate } from '../../core/trigger/simulate.js';

export const simulateRoutes = [
  write(
    {
      method: 'POST',
      path: '/messages/{id}/simulate',
      summary: 'Let something happen to a message',
      params: byId,
      body: SimulateInput,
      reply: MessageSummary,
    },
    async ({ services, params, body }) => {
      await simulate(services, services.messages.get(params.id), body);
      return { data: toSummary(services.messages.get(params.id)) };
    },
  ),
];
