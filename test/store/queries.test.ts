import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import type { Contact, MessageSummary } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

/** A small generator of choices that are the same in every run. */
function choices(seed: number) {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return { next, pick: <T>(list: readonly T[]): T => list[next(list.length)] as T };
}

const names = ['Ada', 'Grace', 'Linus', 'Barbara', 'Edsger'];
const companies = ['Analytical Engines', 'Compilers & Co', 'Ångström Labs', null];
const tagSets = [['vip'], ['vip', 'new'], ['New', 'trial'], [], ['trial']];

describe('the contact list', () => {
  const searches = ['ada', 'GRACE lov', 'an', 'ngst', 'å', '@x.test', 'compilers & co', 'nobody', '42'];
  const filters = ['', 'tags=vip', 'tags=VIP,new', 'status=unsubscribed', 'tags=trial&status=active'];
  const queries = [
    ...filters,
    ...searches.flatMap((search) => filters.map((rest) => `search=${encodeURIComponent(search)}&${rest}`)),
  ];

  const passes = (contact: Contact, query: string): boolean => {
    const params = new URLSearchParams(query);
    const search = (params.get('search') ?? '').toLowerCase();
    const { email, first_name, last_name, company, phone } = contact;
    const fields = [email, `${first_name ?? ''} ${last_name ?? ''}`.trim(), company ?? '', phone ?? ''];
    const tags = contact.tags.map((tag) => tag.toLowerCase());
    const wanted = (params.get('tags') ?? '').toLowerCase().split(',').filter(Boolean);
    return (
      fields.some((field) => field.toLowerCase().includes(search)) &&
      wanted.every((tag) => tags.includes(tag)) &&
      (params.get('status') ?? contact.status) === contact.status
    );
  };

  it('answers every query as a plain look at each contact would, whatever changed before', async () => {
    const emulator = await useEmulator();
    const { next, pick } = choices(7);
    const known = new Map<string, Contact>();
    const fields = () => ({
      first_name: pick(names),
      last_name: pick(['Lovelace', 'Hopper', null]),
      company: pick(companies),
      phone: pick(['+1-555-0142', null]),
      tags: pick(tagSets),
    });
    for (let step = 0; step < 400; step += 1) {
      const old = known.size > 20 ? pick([...known.keys()]) : undefined;
      const act = old === undefined ? 0 : next(4);
      if (act <= 1) {
        const body = { email: `${pick(names)}.${step}@x.test`, ...fields() };
        const { data } = await callApi<Contact>(emulator, '/contacts', { method: 'POST', body });
        known.set(data.id, data);
      } else if (act === 2) {
        const body = { ...fields(), status: pick(['active', 'unsubscribed']) };
        const { data } = await callApi<Contact>(emulator, `/contacts/${old}`, { method: 'PUT', body });
        known.set(data.id, data);
      } else {
        await callApi(emulator, `/contacts/${old}`, { method: 'DELETE' });
        known.delete(old ?? '');
      }
      if (step % 8 !== 0) continue;
      const query = pick(queries);
      const { data, meta } = await callApi<Contact[]>(emulator, `/contacts?limit=100&${query}`);
      const expected = [...known.values()].filter((contact) => passes(contact, query));
      expect({ query, total: meta.total }).toEqual({ query, total: expected.length });
      expect(new Set(data)).toEqual(new Set(expected.slice(0, 100).map((c) => known.get(c.id))));
    }
    for (const query of queries) {
      const { meta } = await callApi(emulator, `/contacts?limit=1&${query}`);
      const expected = [...known.values()].filter((contact) => passes(contact, query)).length;
      expect({ query, total: meta.total }).toEqual({ query, total: expected });
    }
  });

  it('goes through all pages of a search without a gap or a repetition', async () => {
    const emulator = await useEmulator();
    for (let n = 0; n < 45; n += 1)
      await callApi(emulator, '/contacts', { method: 'POST', body: { email: `p${n}@pages.test` } });
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) =>
        callApi<Contact[]>(emulator, `/contacts?search=pages.test&page=${page}&limit=15`),
      ),
    );
    expect(pages.map(({ data }) => data.length)).toEqual([15, 15, 15, 0]);
    expect(new Set(pages.flatMap(({ data }) => data.map(({ id }) => id))).size).toBe(45);
  });
});

describe('the message list', () => {
  const filters: [query: string, expected: (n: number) => boolean][] = [
    ['q=needle', (n) => n % 10 === 3],
    ['q=NEEDL', (n) => n % 10 === 3],
    ['q="needle in"', (n) => n % 10 === 3],
    ['q=needle -hay', () => false],
    ['q=-needle', (n) => n % 10 !== 3],
    ['q=to:user7@', (n) => n === 7],
    ['to=user1', (n) => String(n).startsWith('1')],
    ['subject=Topic 2', (n) => n % 5 === 2],
    ['q=subject:"topic 2" needle', () => false],
    ['q=subject:"topic 3" needle', (n) => n % 10 === 3],
    ['from=sender', () => true],
    ['status=delivered', () => true],
    ['status=bounced', () => false],
    ['q=zz', () => false],
    ['q=is:unread', () => true],
    ['q=has:attachment', () => false],
    ['since=2020-01-01T00:00:00Z', () => true],
    ['since=2099-01-01T00:00:00Z', () => false],
  ];

  it('finds by words, phrases and filters, page by page, with an exact total', async () => {
    const emulator = await useEmulator();
    const client = createTransport({ ...emulator.smtp, secure: false, pool: true });
    const send = (n: number) =>
      client.sendMail({
        from: 'Sender <sender@x.test>',
        to: `user${n}@x.test`,
        subject: `Topic ${n % 5}`,
        text: n % 10 === 3 ? 'A needle\n   in the hay' : 'Nothing but straw',
      });
    for (let n = 0; n < 40; n += 1) await send(n);
    client.close();
    for (const [query, matches] of filters) {
      const expected = Array.from({ length: 40 }, (_, n) => n)
        .filter(matches)
        .map((n) => `user${n}@x.test`);
      const found: string[] = [];
      let cursor = '';
      do {
        const params = new URLSearchParams();
        const [name, value] = query.split(/=(.*)/s);
        params.set(name ?? '', value ?? '');
        params.set('limit', '7');
        if (cursor) params.set('cursor', cursor);
        const { data, meta } = await callControl<MessageSummary[]>(emulator, `/messages?${params}`);
        expect({ query, ...meta }).toMatchObject({ query, total: expected.length, total_exact: true });
        found.push(...data.map(({ to }) => to[0]?.address ?? ''));
        cursor = meta.next_cursor ?? '';
      } while (cursor);
      expect({ query, found: found.toSorted() }).toEqual({ query, found: expected.toSorted() });
    }
  });
});
