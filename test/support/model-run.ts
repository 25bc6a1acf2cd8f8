import fc from 'fast-check';
import type { Connection, EmulatorHandle } from '../../src/index.js';

/** FUZZ_SEED draws other calls, FUZZ_RUNS more of them; a failure names its seed, and the fewest calls that show it. */
export const seed = Number(process.env['FUZZ_SEED'] ?? 20_240_325);
const runs = Number(process.env['FUZZ_RUNS'] ?? 12);
/** Milliseconds that so many runs may take on a busy machine. */
export const modelTimeout = 60_000 + 5000 * runs;

/** One call to a workspace, which the model makes too. */
export type ModelCall<M extends object> = fc.AsyncCommand<M, Connection>;

/** Shown by its name and what it was given. */
export const modelCall = <M extends object>(
  name: string,
  given: unknown,
  run: ModelCall<M>['run'],
): ModelCall<M> => ({
  check: () => true,
  run,
  toString: () => `${name} ${JSON.stringify(given)}`,
});

/** What there is, the newest first, and the ids of what was deleted. */
export interface ModelRows<T> {
  rows: { id: string; is: T }[];
  deleted: string[];
  now: number;
}

export const withId = <T>({ id, is }: { id: string; is: T }) => ({ id, ...is });

/** One that there is, for most numbers; else one that was deleted, or `absent`, which never was. */
export const idOf = <T>({ rows, deleted }: ModelRows<T>, pick: number, absent: string): string =>
  rows[pick % (rows.length + 1)]?.id ?? deleted[pick % (deleted.length + 1)] ?? absent;

export const firstMoment = Date.UTC(2030, 0, 1);

/** A time as answers show it. */
export const shownTime = (time: number): string =>
  new Date(Math.floor(time / 1000) * 1000).toISOString().replace('.000', '');

/** Moves the clock of the workspace, and that of the model. */
export const wait = (seconds: number): ModelCall<{ now: number }> =>
  modelCall('wait', seconds, async (model, workspace) => {
    await workspace.clock.advance(seconds * 1000);
    model.now += seconds * 1000;
  });

/** Holds a workspace to a model over rows of calls; each row in a workspace of its own whose clock stands still. */
export async function holdToModel<M extends object>(
  emulator: EmulatorHandle,
  start: (workspace: Connection) => Promise<M>,
  calls: fc.Arbitrary<ModelCall<M>>[],
): Promise<void> {
  const rows = fc.commands(calls, { maxCommands: 60, size: 'max' });
  const property = fc.asyncProperty(rows, async (given) => {
    const workspace = await emulator.workspace();
    await workspace.clock.freeze(shownTime(firstMoment));
    const begin = async () => ({ model: await start(workspace), real: workspace });
    await fc.asyncModelRun(begin, given).finally(() => workspace.drop());
  });
  await fc.assert(property, { seed, numRuns: runs });
}
