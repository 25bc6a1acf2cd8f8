import * as z from 'zod';
import { invalidField } from '../../contract/errors.js';
import { DataSetInfo } from '../../contract/fixture.js';
import { WorkspaceState } from '../../contract/workspace.js';
import type { EmulatorApi, Services } from '../../core/services.js';
import { read, write } from './control-route.js';

const FixturesInput = z
  .strictObject({
    name: z.string().max(100).optional(),
    /** Checked when it is loaded, in slices: it may be large. */
    fixture: z.unknown().optional().meta({ shown: {} }),
    /** A CSV file of contacts, with a heading line. */
    csv: z.string().optional(),
    replace: z.boolean().default(false),
  })
  .refine(({ name, fixture, csv }) => [name, fixture, csv].filter((one) => one !== undefined).length === 1, {
    error:
      'Expected one of name (of a bundled data set), fixture (a whole one) and csv (contacts as a file has them)',
  });

/** Throws a 400 where the workspace is not empty and its content may not be replaced. */
export function requireRoom({ fixtures }: Services, replace: boolean): void {
  if (!replace && !fixtures.isEmpty())
    throw invalidField('replace', 'Expected true: the workspace is not empty');
}

const load = (
  { seeding }: EmulatorApi,
  services: Services,
  { name, fixture, csv, replace }: z.output<typeof FixturesInput>,
): Promise<void> =>
  csv !== undefined
    ? seeding.csv(services, csv, replace)
    : name === undefined
      ? seeding.given(services, fixture, replace)
      : seeding.named(services, name, replace);

export const fixtureRoutes = [
  read(
    {
      path: '/fixtures',
      summary: 'The data sets that come with the package, by name',
      reply: z.array(DataSetInfo),
    },
    async ({ emulator }) => ({ data: await emulator.seeding.bundled() }),
  ),
  write(
    {
      method: 'POST',
      path: '/fixtures',
      summary:
        'Load a data set, a bundled one by name or a whole one, into an empty workspace or in place of what it has',
      body: FixturesInput,
      maxBody: 64 * 1024 * 1024,
      reply: WorkspaceState,
    },
    async ({ services, emulator, body }) => {
      requireRoom(services, body.replace);
      await load(emulator, services, body);
      return { data: { id: services.id, counts: services.counts() } };
    },
  ),
];
