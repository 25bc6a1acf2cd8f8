import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import * as z from 'zod';
import type { Connection } from '../../src/index.js';
import { apiTable, controlTable } from '../../src/http/route-tables.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

type Row = Record<string, unknown>;
/** Makes the thing number `n`; what is listed of it has the text that is answered. */
type Make = (emulator: Connection, n: number) => Promise<unknown>;

const campaign = {
  subject: 'x',
  from_email: 'a@x.test',
  content: { text: 'x' },
  recipients: { type: 'all' },
};

async function sendMail({ smtp }: Connection, n: number): Promise<void> {
  const client = createTransport({ ...smtp, secure: false });
  await client.sendMail({ from: 'a@x.test', to: `r${n}@x.test`, subject: `Mail ${n}`, text: 'x' });
  client.close();
}

const madeContact: Make = (emulator, n) =>
  callApi(emulator, '/contacts', { method: 'POST', body: { email: `c${n}@x.test`, tags: ['t'] } });
const madeCampaign: Make = (emulator, n) =>
  callApi(emulator, '/campaigns', { method: 'POST', body: { ...campaign, name: String(n) } });
const numberOf = ({ email }: Row) => /\d+/.exec(String(email))?.[0];

/** Every list: how its rows are made, and the mark by which they are told apart. */
const lists: Readonly<Record<string, { make: Make; mark(row: Row): unknown; oldestFirst?: true }>> = {
  '/v2/contacts': { make: madeContact, mark: numberOf },
  '/v2/campaigns': { make: madeCampaign, mark: ({ name }) => name },
  '/contacts': { make: madeContact, mark: numberOf },
  '/campaigns': { make: madeCampaign, mark: ({ name }) => name },
  '/campaigns/summaries': { make: madeCampaign, mark: ({ name }) => name },
  '/messages': { make: sendMail, mark: ({ subject }) => String(subject).slice(5) },
  '/messages/wait': { make: sendMail, mark: ({ subject }) => String(subject).slice(5) },
  // The event log is read from a sequence number on.
  '/events': {
    make: (emulator, n) => emulator.trigger('email.sent', { to: `e${n}@x.test` }),
    mark: ({ data }) => /\d+/.exec((data as { email: string }).email)?.[0],
    oldestFirst: true,
  },
  '/events/wait': {
    make: (emulator, n) => emulator.trigger('email.sent', { to: `e${n}@x.test` }),
    mark: ({ data }) => /\d+/.exec((data as { email: string }).email)?.[0],
    oldestFirst: true,
  },
  '/deliveries': {
    async make(emulator, n) {
      const { id } = await emulator.webhooks.add({ url: `http://127.0.0.1:1/${n}`, retries: 'none' });
      await emulator.webhooks.test(id);
      await emulator.webhooks.update(id, { enabled: false });
    },
    mark: ({ seq }) => seq,
  },
  '/deliveries/wait': {
    async make(emulator, n) {
      const { id } = await emulator.webhooks.add({ url: `http://127.0.0.1:1/${n}`, retries: 'none' });
      await emulator.webhooks.test(id);
    },
    mark: ({ seq }) => seq,
  },
  '/requests': {
    make: (emulator, n) => callApi(emulator, `/contacts?page=${n + 1}`),
    mark: ({ query }) => Number(String(query).slice(5)) - 1,
  },
  '/requests/wait': {
    make: (emulator, n) => callApi(emulator, `/contacts?page=${n + 1}`),
    mark: ({ query }) => Number(String(query).slice(5)) - 1,
  },
  '/keys': { make: (emulator, n) => emulator.keys.create({ name: `key ${n}` }), mark: ({ name }) => name },
  '/webhooks': {
    make: (emulator, n) => emulator.webhooks.add({ url: `http://x.test/${n}` }),
    mark: ({ url }) => url,
  },
  '/snapshots': { make: (emulator, n) => emulator.snapshots.save(`s${7 - n}`), mark: ({ name }) => name },
  '/workspaces': { make: (emulator) => emulator.workspace(), mark: ({ id }) => id },
  '/suppressions': {
    make: (emulator, n) => emulator.suppressions.add(`s${n}@x.test`),
    mark: ({ address }) => address,
  },
  '/smtp/sessions': {
    make: sendMail,
    mark: ({ lines }) => /RCPT TO:<r(\d+)@/.exec(JSON.stringify(lines))?.[1],
  },
};
/** In the order in which they are tried, happened, are made, and stand in the package. */
const others = [
  '/faults',
  '/messages/{id}/events',
  '/messages/{id}/simulate',
  '/contacts/sample',
  '/fixtures',
];
const made = [0, 1, 2, 3, 4, 5];

it('each list is one of these', () => {
  const isList = ({ reply }: { reply: unknown }) => reply instanceof z.ZodArray;
  const paths = [
    ...apiTable.routes.filter(isList).map(({ path }) => `/v2${path}`),
    ...controlTable.routes.filter(isList).map(({ path }) => path),
  ];
  expect([...new Set(paths)].sort()).toEqual([...Object.keys(lists), ...others].sort());
});

const listOf = async (emulator: Connection, path: string): Promise<Row[]> => {
  if (path.startsWith('/v2')) return (await callApi<Row[]>(emulator, path.slice(3))).data;
  const query = path.endsWith('/wait') ? `?count=${made.length}` : '';
  return (await callControl<Row[]>(emulator, `${path}${query}`)).data;
};

const stands = made.map(() => '2024-03-25T10:00:00Z');
const setBack = stands.map((at, n) => (n < 2 ? '2030-01-01T00:00:00Z' : at));

it.each(
  Object.entries(lists).flatMap(
    ([path, list]) =>
      [
        [path, 'stands', list, stands],
        [path, 'is set back', list, setBack],
      ] as const,
  ),
)(
  '%s is in the order in which its rows came, with a clock that %s',
  async (path, _, { make, mark, oldestFirst }, times) => {
    const emulator = await useEmulator();
    const seen: unknown[] = [];
    for (const n of made) {
      if (times[n] !== times[n - 1]) await emulator.clock.freeze(times[n]);
      await make(emulator, n);
      const rows = await listOf(emulator, path.replace('/wait', ''));
      seen.push(mark((oldestFirst ? rows.at(-1) : rows[0]) ?? {}));
    }
    expect(new Set(seen).size).toBe(made.length);
    const marks = (await listOf(emulator, path)).map(mark).filter((each) => seen.includes(each));
    expect(marks).toEqual(oldestFirst ? seen : seen.toReversed());
  },
);

it('keeps the order over a restart, an export and a restore, and page by page', async () => {
  const data = await useDirectory();
  const first = await useEmulator({ data });
  await first.clock.freeze('2024-03-25T10:00:00Z');
  const paths = ['/v2/contacts', '/v2/campaigns', '/messages', '/keys', '/webhooks', '/workspaces'];
  for (const n of made) {
    // Set back meanwhile.
    if (n === 3) await first.clock.freeze('2023-03-25T10:00:00Z');
    for (const path of paths) await lists[path]?.make(first, n);
  }
  // Rows that changed keep their place.
  await callApi(first, `/contacts/${String((await listOf(first, '/v2/contacts'))[3]?.id)}`, {
    method: 'PUT',
    body: { tags: ['t', 'u'] },
  });
  await first.simulate(String((await listOf(first, '/messages'))[3]?.id), 'opened');
  const idsOf = async (emulator: Connection) =>
    Promise.all(paths.map(async (path) => (await listOf(emulator, path)).map(({ id }) => id)));
  const ids = await idsOf(first);
  await first.snapshots.save('all');
  const file = await first.export();
  await first.stop();

  const second = await useEmulator({ data });
  expect(await idsOf(second)).toEqual(ids);
  await second.snapshots.restore('all');
  expect(await idsOf(second)).toEqual(ids);
  await second.import(file);
  expect(await idsOf(second)).toEqual(ids);
  const tagged = await callApi<Row[]>(second, '/contacts?tags=t&search=x.test&limit=2&page=2');
  expect(tagged.data.map(({ id }) => id)).toEqual(ids[0]?.slice(2, 4));
  const page = await callControl<Row[]>(second, '/messages?q=Mail&limit=4');
  const { next_cursor } = page.meta;
  const rest = await callControl<Row[]>(second, `/messages?q=Mail&limit=4&cursor=${next_cursor}`);
  expect([...page.data, ...rest.data].map(({ id }) => id)).toEqual(ids[2]);
});

it('finds mail since a time, and waits for the newest, also where the clock was set back', async () => {
  const emulator = await useEmulator();
  const years = [2030, 2024, 2030, 2023];
  for (const [n, year] of years.entries()) {
    await emulator.clock.freeze(`${year}-03-25T10:00:0${n}Z`);
    await sendMail(emulator, n);
  }
  const found = async (query: string) => {
    const { data, meta } = await callControl<Row[]>(emulator, `/messages${query}`);
    expect(meta).toMatchObject({ total_exact: true });
    return [data.map(({ subject }) => subject), meta.total];
  };
  const since2024 = [['Mail 2', 'Mail 1', 'Mail 0'], 3];
  expect(await found('?since=2024-01-01T00:00:00Z')).toEqual(since2024);
  expect(await found('?q=after:2024-01-01')).toEqual(since2024);
  expect(await found('?q=mail after:2024-01-01')).toEqual(since2024);
  expect(await found('?since=2024-01-01T00:00:00Z&offset=1')).toEqual([['Mail 1', 'Mail 0'], 3]);
  expect(await found('?q=before:2024-01-01')).toEqual([['Mail 3'], 1]);
  const { data } = await callControl<Row[]>(emulator, '/messages/wait?subject=mail');
  expect(data.map(({ subject }) => subject)).toEqual(['Mail 3']);
});

it('goes on from a cursor after a restart that finds fewer rows', async () => {
  const data = await useDirectory();
  const first = await useEmulator({ data });
  const paths = ['/messages', '/campaigns/summaries'];
  for (const n of made) for (const path of paths) await lists[path]?.make(first, n);
  const cursors: Record<string, string> = {};
  for (const path of paths)
    cursors[path] = String((await callControl<Row[]>(first, `${path}?limit=2`)).meta.next_cursor);
  // The oldest go, and the others have lower numbers after the restart.
  for (const id of [5, 4]) {
    await callControl(first, `/messages/${String((await listOf(first, '/messages'))[id]?.id)}`, {
      method: 'DELETE',
    });
    await callApi(first, `/campaigns/${String((await listOf(first, '/campaigns'))[id]?.id)}`, {
      method: 'DELETE',
    });
  }
  await first.stop();
  const second = await useEmulator({ data });
  for (const path of paths) {
    const page = await callControl<Row[]>(second, `${path}?cursor=${cursors[path]}`);
    expect(page.data.map((row) => lists[path]?.mark(row))).toEqual(['3', '2']);
  }
});

it('a data set is listed by the times of its rows', async () => {
  const emulator = await useEmulator();
  const fixture = {
    contacts: [
      { email: 'c1@x.test', created_at: '-1d' },
      { email: 'c3@x.test', created_at: '-3d' },
      { email: 'c2@x.test', created_at: '-2d' },
    ],
    campaigns: [
      { ...campaign, name: 'newer', created_at: '-1d' },
      { ...campaign, name: 'older', created_at: '-2d' },
    ],
  };
  await emulator.seed({ fixture: fixture });
  expect((await listOf(emulator, '/v2/contacts')).map(numberOf)).toEqual(['1', '2', '3']);
  expect((await listOf(emulator, '/v2/campaigns')).map(({ name }) => name)).toEqual(['newer', 'older']);
});
