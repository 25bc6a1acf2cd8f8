import type { z } from 'zod';
import { issueWords } from './issue-words.js';
import { Fixture, FixtureCampaign, FixtureContact } from './fixture.js';

/** The first fault of a data set. */
export interface FixtureFault {
  path: PropertyKey[];
  issue: string;
}

/** Records that are checked before others get their turn: some milliseconds. */
const sliceSize = 200;

const faultOf = ({ issues: [issue] }: z.ZodError, path: PropertyKey[]): FixtureFault => ({
  path: [...path, ...(issue?.path ?? [])],
  issue: issue?.message ?? 'Expected a data set',
});

/** Checks a data set by its schema, its lists record by record; `yieldTurn` is awaited between slices. Answers it, or its first fault. */
export async function parseFixture(
  value: unknown,
  yieldTurn: () => Promise<unknown> | undefined,
): Promise<{ fixture: Fixture } | { fault: FixtureFault }> {
  const given = { ...(typeof value === 'object' && !Array.isArray(value) ? value : null) } as Record<
    string,
    unknown
  >;
  const parsed: { contacts: FixtureContact[]; campaigns: FixtureCampaign[] } = {
    contacts: [],
    campaigns: [],
  };
  const steps = [
    checkEach(FixtureContact, given, { list: 'contacts', into: parsed.contacts }),
    checkEach(FixtureCampaign, given, { list: 'campaigns', into: parsed.campaigns }),
  ];
  for (const step of steps) {
    for (const fault of step) {
      if (fault) return { fault };
      await yieldTurn();
    }
  }
  const isWhole = typeof value === 'object' && value !== null && !Array.isArray(value);
  const rest = Fixture.safeParse(isWhole ? given : value, { error: issueWords });
  if (!rest.success) return { fault: faultOf(rest.error, []) };
  const { contacts, campaigns } = parsed;
  return {
    fixture: {
      ...rest.data,
      ...(contacts.length > 0 ? { contacts } : {}),
      ...(campaigns.length > 0 ? { campaigns } : {}),
    },
  };
}

/** Takes a list out of a data set and checks its records: yields a fault, or null after each slice. */
function* checkEach<T>(
  schema: z.ZodType<T>,
  given: Record<string, unknown>,
  { list, into }: { list: 'contacts' | 'campaigns'; into: T[] },
): Generator<FixtureFault | null> {
  const records = given[list];
  if (!Array.isArray(records)) return;
  given[list] = [];
  for (const [index, record] of (records as unknown[]).entries()) {
    const result = schema.safeParse(record, { error: issueWords });
    if (!result.success) {
      yield faultOf(result.error, [list, index]);
      return;
    }
    into.push(result.data);
    if (index % sliceSize === sliceSize - 1) yield null;
  }
}
