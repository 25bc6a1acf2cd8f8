import * as z from 'zod';
import { Duration, IsoTime } from '../../contract/time.js';
import { route } from '../routing/route.js';

const Clock = z.object({ now: z.string(), frozen: z.boolean(), rate: z.number() });
const change = { permission: null, access: 'write', documented: false, method: 'POST' } as const;
const maxRate = 1_000_000;

export const clockRoutes = [
  route(
    {
      method: 'GET',
      path: '/clock',
      summary: 'The time of the workspace',
      permission: null,
      access: 'read',
      documented: false,
      reply: Clock,
    },
    ({ services }) => ({ data: services.clock.state() }),
  ),
  route(
    {
      ...change,
      path: '/clock/advance',
      summary: 'Move the clock forward; answers when all that fell due is done',
      body: z.strictObject({ by: Duration }),
      reply: z.object({ now: z.string(), fired: z.int() }),
    },
    async ({ services, body }) => ({ data: await services.clock.advance(body.by) }),
  ),
  route(
    {
      ...change,
      path: '/clock/freeze',
      summary: 'Stop the clock, where it stands or at a time',
      body: z.strictObject({ at: IsoTime.optional() }),
      bodyOptional: true,
      reply: Clock,
    },
    async ({ services, body }) => ({ data: await services.clock.freeze(body.at) }),
  ),
  route(
    {
      ...change,
      path: '/clock/resume',
      summary: 'Let the clock run on',
      body: z.strictObject({}),
      bodyOptional: true,
      reply: Clock,
    },
    async ({ services }) => ({ data: await services.clock.resume() }),
  ),
  route(
    {
      ...change,
      path: '/clock/set',
      summary: 'Set the time; forward runs what falls due on the way',
      body: z.strictObject({ to: IsoTime }),
      reply: Clock,
    },
    async ({ services, body }) => ({ data: await services.clock.set(body.to) }),
  ),
  route(
    {
      ...change,
      path: '/clock/rate',
      summary: 'How many clock seconds pass in a real one',
      body: z.strictObject({ rate: z.number().min(0).max(maxRate) }),
      reply: Clock,
    },
    async ({ services, body }) => ({ data: await services.clock.rate(body.rate) }),
  ),
  route(
    {
      ...change,
      path: '/settle',
      summary: 'Answers when nothing is running or due now',
      body: z.strictObject({ timeout: Duration.default(30_000) }),
      bodyOptional: true,
      reply: z.object({ settled: z.boolean() }),
    },
    async ({ services, body }) => ({
      data: { settled: await services.scheduler.settle(Math.min(body.timeout, 600_000)) },
    }),
  ),
];
