import { expect, it } from 'vitest';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import type { EmulatorHandle } from '../../src/index.js';
import { sendMails } from '../support/send-mails.js';

/** A list newest first, and what narrows it. */
const lists = [
  {
    path: '/messages',
    filters: ['', 'q=is:unread', 'q=even', 'q=subject:odd', 'q=header:subject', 'to=nobody'],
    make: (emulator: EmulatorHandle) =>
      sendMails(
        emulator,
        Array.from({ length: 70 }, (_, n) => `${n % 2 === 0 ? 'even' : 'odd'} ${n}`),
      ),
  },
  {
    path: '/contacts',
    filters: ['', 'search=even', 'status=active', 'tags=odd', 'tags=odd&status=active', 'search=nobody'],
    async make(emulator: EmulatorHandle) {
      for (let n = 0; n < 70; n += 1) {
        const word = n % 2 === 0 ? 'even' : 'odd';
        const body = { email: `${word}${n}@x.test`, tags: [word] };
        await callApi(emulator, '/contacts', { method: 'POST', body });
      }
    },
  },
  {
    path: '/campaigns',
    list: '/campaigns/summaries',
    filters: ['', 'search=even', 'status=draft', 'status=draft&search=odd', 'status=sent'],
    async make(emulator: EmulatorHandle) {
      for (let n = 0; n < 12; n += 1) {
        const body = {
          ...{ name: `${n % 2 === 0 ? 'even' : 'odd'} ${n}`, subject: 'x', from_email: 'a@x.test' },
          ...{ content: { html: '<p>x</p>' }, recipients: { type: 'all' } },
        };
        await callApi(emulator, '/campaigns', { method: 'POST', body });
      }
    },
  },
];

it.each(lists)('$path/{id}/place is the place of each row in the list, narrowed or not', async (kind) => {
  const emulator = await useEmulator();
  await kind.make(emulator);
  const rowsOf = async (filter: string) => {
    const { data } = await callControl<{ id: string }[]>(
      emulator,
      `${kind.list ?? kind.path}?limit=100&${filter}`,
    );
    return data.map(({ id }) => id);
  };
  const all = await rowsOf('');
  expect(all.length).toBeGreaterThan(10);
  for (const filter of kind.filters) {
    const found = await rowsOf(filter);
    const places = await Promise.all(
      all.map(async (id) => {
        const { data } = await callControl<{ place: number | null }>(
          emulator,
          `${kind.path}/${id}/place?${filter}`,
        );
        return data.place;
      }),
    );
    const expected = all.map((id) => (found.includes(id) ? found.indexOf(id) : null));
    expect({ filter, places }).toEqual({ filter, places: expected });
  }
  const missing = all[0]?.replace(/_.*/, '_00000000');
  expect((await callControl(emulator, `${kind.path}/${missing}/place`)).status).toBe(404);
});
