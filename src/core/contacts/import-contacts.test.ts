import { expect, it } from 'vitest';
import type { ContactRows, Store } from '../ports/ports.js';
import { createContactImport } from './import-contacts.js';

it('names the first 200 faults of a file, and counts all its faulty lines', async () => {
  const contacts: Partial<ContactRows> = { byEmail: () => undefined };
  const store: Partial<Store> = { contacts: contacts as ContactRows };
  const importContacts = createContactImport({
    store: store as Store,
    clock: { now: () => 0 },
    async *readCsv(text) {
      await Promise.resolve();
      yield text.split('\n').map((cell, index) => ({ line: index + 1, cells: [cell] }));
    },
  });
  const csv = ['email', ...Array<string>(300).fill('nope')].join('\n');
  const given = { csv, existing: 'skip', faulty: 'skip', preview: true } as const;
  const { faults, faulty, lines } = await importContacts(given);
  expect([faults.length, faulty, lines]).toEqual([200, 300, 300]);
  expect(faults.at(-1)).toMatchObject({ line: 201, field: 'email' });
});
