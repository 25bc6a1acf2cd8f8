import * as z from 'zod';
import { ClockRate, ClockState } from '../../contract/clock.js';
import { ClockTime, Duration, IsoText } from '../../contract/time.js';
import { read, write } from './control-route.js';

export const clockRoutes = [
  read(
    {
      path: '/clock',
      summary: 'The time of the workspace',
      reply: ClockState,
    },
    ({ services }) => ({ data: services.clock.state() }),
  ),
  write(
    {
      method: 'POST',
      path: '/clock/advance',
      summary: 'Move the clock forward; answers when all that fell due is done',
      body: z.strictObject({ by: Duration }),
      reply: z.object({ now: IsoText, fired: z.int() }),
    },
    async ({ services, body }) => ({ data: await services.clock.advance(body.by) }),
  ),
  write(
    {
      method: 'POST',
      path: '/clock/freeze',
      summary: 'Stop the clock, where it stands or at a time',
      body: z.strictObject({ at: ClockTime.optional() }),
      bodyOptional: true,
      reply: ClockState,
    },
    async ({ services, body }) => ({ data: await services.clock.freeze(body.at) }),
  ),
  write(
    {
      method: 'POST',
      path: '/clock/resume',
      summary: 'Let the clock run on',
      body: z.strictObject({}),
      bodyOptional: true,
      reply: ClockState,
    },
    async ({ services }) => ({ data: await services.clock.resume() }),
  ),
  write(
    {
      method: 'POST',
      path: '/clock/set',
      summary: 'Set the time; forward runs what falls due on the way',
      body: z.strictObject({ to: ClockTime }),
      reply: ClockState,
    },
    async ({ services, body }) => ({ data: await services.clock.set(body.to) }),
  ),
  write(
    {
      method: 'POST',
      path: '/clock/rate',
      summary: 'How many clock seconds pass in a real one',
      body: z.strictObject({ rate: ClockRate }),
      reply: ClockState,
    },
    async ({ services, body }) => ({ data: await services.clock.rate(body.rate) }),
  ),
  write(
    {
      method: 'POST',
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
