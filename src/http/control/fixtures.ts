import * as z from 'zod';
import { invalidField } from '../../contract/errors.js';
import { route } from '../routing/route.js';
import { Counts } from './emulator.js';

const FixturesInput = z
  .strictObject({
    name: z.string().max(100).optional(),
    fixture: z.json().optional(),
    replace: z.boolean().default(false),
  })
  .refine(({ name, fixture }) => (name === undefined) !== (fixture === undefined), {
    error: 'Expected either name, the name of a bundled data set, or fixture, a whole one',
  });

export const fixtureRoutes = [
  route(
    {
      method: 'POST',
      path: '/fixtures',
      summary:
        'Load a data set, a bundled one by name or a whole one, into an empty workspace or in place of what it has',
      permission: null,
      access: 'write',
      documented: false,
      body: FixturesInput,
      maxBody: 64 * 1024 * 1024,
      reply: z.object({ id: z.string(), counts: Counts }),
    },
    async ({ services, emulator, body: { name, fixture, replace } }) => {
      if (!replace && !services.fixtures.isEmpty()) {
        throw invalidField('replace', 'Expected true: the workspace is not empty');
      }
      if (name !== undefined) await emulator.seeding.named(services, name, replace);
      else await emulator.seeding.given(services, fixture, replace);
      return { data: { id: services.id, counts: services.counts() } };
    },
  ),
];
