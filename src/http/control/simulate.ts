import { MessageSummary, toSummary } from '../../contract/message.js';
import * as z from 'zod';
import { read, write } from './control-route.js';
import { SimulateChoice, SimulateInput } from '../../contract/simulate.js';
import { requireSent, simulate, simulateChoices } from '../../core/trigger/simulate.js';

export const simulateRoutes = [
  read(
    {
      path: '/messages/{id}/simulate',
      summary: 'What can be simulated with a message as it is now, and why not the rest',
      reply: z.array(SimulateChoice),
    },
    async ({ services, params }) => ({
      data: await simulateChoices(services, services.messages.get(params.id)),
    }),
  ),
  write(
    {
      method: 'POST',
      path: '/messages/{id}/simulate',
      summary: 'Let something happen to a message',
      body: SimulateInput,
      reply: MessageSummary,
    },
    async ({ services, params, body, signal }) => {
      await simulate(services, await requireSent(services, params.id, signal), body);
      return { data: toSummary(services.messages.get(params.id)) };
    },
  ),
];
