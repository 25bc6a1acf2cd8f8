import { expect, it } from 'vitest';
import { callApi, useEmulator } from '../support/emulator.js';

/** A text, how else it may be typed (decomposed, with other blanks, in capitals, with what nobody sees), and parts of it. */
const forms: readonly [text: string, whole: string[], parts: string[]][] = [
  [
    'José Núñez',
    ['jose\u0301 nu\u0301n\u0303ez', 'José\u00a0Núñez', 'JOSÉ  NÚÑEZ', 'Jo\u00adsé Nú\u200bñez'],
    ['É N', 'e\u0301\u2003n'],
  ],
  ['ΟΔΟΣΕΙΣ', ['οδοσεις'], ['οδος', 'ΟΔΟΣ']],
  ['Jürgen Grüße', ['JÜRGEN GRÜSSE', 'ju\u0308rgen grüsse'], ['GRÜẞE']],
  ['İstanbul', ['istanbul', 'İSTANBUL', 'ISTANBUL'], ['stan']],
];

/** Where a text is stored, and what finds it there. */
const places: Readonly<Record<string, { path: string; make(text: string): object; query: string }>> = {
  'the name of a contact': { path: '/contacts', make: (last_name) => ({ last_name }), query: 'search' },
  'the company of a contact': { path: '/contacts', make: (company) => ({ company }), query: 'search' },
  'a tag of a contact': { path: '/contacts', make: (tag) => ({ tags: [tag] }), query: 'tags' },
  'the name of a campaign': { path: '/campaigns', make: (name) => ({ name }), query: 'search' },
  'the subject of a campaign': { path: '/campaigns', make: (subject) => ({ subject }), query: 'search' },
};
const bare = (path: string, number: number): object =>
  path === '/contacts'
    ? { email: `c${number}@x.test` }
    : {
        ...{ name: 'x', subject: 'x', from_email: 'a@x.test' },
        ...{ content: { text: 'x' }, recipients: { type: 'all' } },
      };

it.each(Object.entries(places))('%s is found however it is typed, and stored', async (_, place) => {
  const { path, make, query } = place;
  const emulator = await useEmulator();
  let number = 0;
  for (const [text, whole, parts] of forms)
    for (const stored of [text, text.normalize('NFD')]) {
      const body = { ...bare(path, (number += 1)), ...make(stored) };
      const { data: made } = await callApi<{ id: string }>(emulator, path, { method: 'POST', body });
      for (const typed of [text, ...whole, ...(query === 'tags' ? [] : parts)]) {
        const asked = `${path}?${new URLSearchParams({ [query]: typed })}`;
        const { data } = await callApi<{ id: string }[]>(emulator, asked);
        expect({ stored, typed, ids: data.map(({ id }) => id) }).toMatchObject({
          ids: expect.arrayContaining([made.id]) as unknown,
        });
      }
    }
});

it('tags that are alike are one', async () => {
  const emulator = await useEmulator();
  const body = { email: 'a@x.test', tags: ['Straße', 'STRASSE', 'Caf\u00e9', 'cafe\u0301'] };
  const { data } = await callApi<{ tags: string[] }>(emulator, '/contacts', { method: 'POST', body });
  expect(data.tags).toEqual(['Straße', 'Café']);
});

it.each([
  ['/contacts?search=', 'search'],
  ['/campaigns?search=', 'search'],
])('%s with what cannot be seen is a 400', async (path, field) => {
  const emulator = await useEmulator();
  const { status, error } = await callApi(emulator, `${path}%E2%80%8B`);
  expect([status, error.details]).toEqual([400, { field, issue: 'Expected text that can be seen' }]);
  expect((await callApi(emulator, path)).status).toBe(200);
});
