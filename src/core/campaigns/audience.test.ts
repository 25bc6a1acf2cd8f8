import { expect, it } from 'vitest';
import { newContact } from '../contacts/new-contact.js';
import { judgeAudience } from './audience.js';
import { countTurns } from '../../../test/support/turns.js';

const contacts = Array.from({ length: 60_000 }, (_, n) =>
  newContact({
    id: `contact_${String(n).padStart(8, '0')}`,
    email: `Person${(n * 7919) % 60_000}@x.test`,
    tags: n % 10 === 0 ? ['Out'] : [],
    status: n % 100 === 1 ? 'unsubscribed' : 'active',
    created_at: 0,
  }),
);
const store = {
  contacts: { values: () => contacts.values() },
  suppressions: { get: (id: string) => (id === 'person7@x.test' ? { reason: 'bounced' } : undefined) },
};

it('a large audience is found in slices, in the order of addresses, each left out for its reason', async () => {
  const turnsUntilNow = countTurns();
  const audience = await judgeAudience(store as never, {
    recipients: { type: 'all', tags: [], exclude_tags: ['out'] },
  });
  expect(turnsUntilNow()).toBeGreaterThan(1);
  expect(audience.count).toEqual({
    matched: 60_000,
    excluded: 6000,
    unsubscribed: 600,
    bounced: 1,
    complained: 0,
    manual: 0,
  });
  const addresses = audience.members.map(({ email }) => email.toLowerCase());
  expect(addresses).toHaveLength(53_399);
  expect(addresses).toEqual([...addresses].sort());
});
