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

it.each(Object.entries(lists))(
  '%s is in the order in which its rows came, with a clock that stands',
  async (path, { make, mark, oldestFirst }) => {
    const emulator = await useEmulator();
    await emulator.clock.freeze('2024-03-25T10:00:00Z');
    const seen: unknown[] = [];
    for (const n of made) {
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
  for (const n of made) for (const path of paths) await lists[path]?.make(first, n);
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
