import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asked, campaignOf, contacts, fixture, made, pageOf, sent, startOf, told } from './case.js';
import type { Case } from './case.js';
import { deliveriesFile } from './deliveries-file.js';
import type { Target } from './process.js';

const past = (recipients: number, keep_mail: number, campaigns: number) =>
  Array.from({ length: campaigns }, () =>
    campaignOf({ html: '<p>Hello {{email}}</p>' }, { sent: { at: '-60d', keep_mail, recipients } }),
  );
/** Fifty thousand mails, their events, and as many contacts. */
const full = (target: Target) =>
  fixture(target, { generate: { contacts: 50_000 }, campaigns: past(10_000, 10_000, 5) });

async function manyLarge(target: Target): Promise<void> {
  for (let count = 0; count < 20; count += 1) await made(target, { html: pageOf(4e6) });
}

/** A hundred thousand settled deliveries to one endpoint. */
const delivered = (target: Target) => target.call('POST', '/_emulator/import', deliveriesFile(100_000));

/** A campaign to all contacts is sent before. */
async function sentToAll(target: Target): Promise<string> {
  const { id } = await made(target, { html: '<p>Hello</p>' });
  await sent(target, id);
  return id;
}

/** An endpoint that answers nothing, so that its deliveries stay pending. */
async function withPending(target: Target, count: number): Promise<string> {
  const server = createServer(() => undefined)
    .listen(0, '127.0.0.1')
    .unref();
  await new Promise((resolve) => server.once('listening', resolve));
  await contacts(count)(target);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { id } = await asked<{ id: string }>(target, 'POST', '/_emulator/webhooks', { url });
  const campaign = await made(target, { html: '<p>Hello</p>' });
  await told(target, 'POST', `/v2/campaigns/${campaign.id}/send`, {});
  for (;;) {
    const { body } = await target.call('GET', `/v2/campaigns/${campaign.id}`);
    if (body.includes('"status":"sent"')) break;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  await new Promise((resolve) => setTimeout(resolve, 3000));
  return id;
}

function pending(name: string, run: (target: Target, id: string) => Promise<string>): Case {
  let id = '';
  return {
    name: `${name}, 100,000 deliveries pending`,
    async prepare(target) {
      id = await withPending(target, 50_000);
    },
    run: (target) => run(target, id),
  };
}

const on = (name: string, prepare: Case['prepare'], calls: readonly Parameters<Target['call']>[]): Case => ({
  name,
  ...(prepare ? { prepare } : {}),
  async run(target) {
    const answers: string[] = [];
    for (const call of calls) answers.push(await told(target, ...call));
    return answers.join(' ');
  },
});

const get = (path: string): Parameters<Target['call']> => ['GET', path];

/** Large states, and what is done to all of one at once. */
export const stateCases: Case[] = [
  startOf(100_000),
  {
    name: 'strict campaign to 30,000 starts',
    options: ['--strict'],
    async prepare(target) {
      await contacts(30_000)(target);
      await made(target, { html: `${pageOf(3000)}{{email}}` });
    },
    async run(target) {
      const { body } = await target.call('GET', '/v2/campaigns');
      const id = /"id":"(campaign_[^"]+)"/.exec(body)?.[1];
      return told(target, 'POST', `/v2/campaigns/${id}/send`, {});
    },
  },
  {
    name: '31 days over 10,000 mails',
    async prepare(target) {
      await contacts(10_000)(target);
      await asked(target, 'PUT', '/_emulator/simulation', { profile: 'reference', speed: 1 });
      await target.call('POST', '/_emulator/clock/freeze', {});
      await sentToAll(target);
    },
    run: (target) => told(target, 'POST', '/_emulator/clock/advance', { by: '31d' }),
  },
  {
    name: '31 days over 10,000 mails and two endpoints',
    options: ['--webhook-url', 'http://127.0.0.1:9/a', '--webhook-url', 'http://127.0.0.1:9/b'],
    async prepare(target) {
      await contacts(10_000)(target);
      await asked(target, 'PUT', '/_emulator/simulation', { profile: 'reference', speed: 1 });
      await target.call('POST', '/_emulator/clock/freeze', {});
      await sentToAll(target);
    },
    run: (target) => told(target, 'POST', '/_emulator/clock/advance', { by: '31d' }),
  },
  on('lists of 100,000 deliveries', delivered, [
    get('/_emulator/deliveries?limit=500'),
    get('/_emulator/deliveries?event=email.sent&status=succeeded&webhook=wh_00000001'),
    get('/_emulator/deliveries/wait?event=email.sent&status=succeeded&timeout=100'),
    ['PATCH', '/_emulator/webhooks/wh_00000001', { enabled: false }],
    ['PATCH', '/_emulator/webhooks/wh_00000001', { enabled: true }],
  ]),
  on('endpoint with 100,000 settled deliveries deleted', delivered, [
    ['DELETE', '/_emulator/webhooks/wh_00000001'],
  ]),
  on('list of 20 campaigns of 4 MB', manyLarge, [get('/v2/campaigns?limit=100')]),
  {
    name: 'an audience of none among 100,000',
    prepare: contacts(100_000),
    async run(target) {
      const { id } = await made(target, { html: 'x' }, { recipients: { type: 'tags', tags: ['nobody'] } });
      return told(target, 'POST', `/v2/campaigns/${id}/send`, {});
    },
  },
  on('lists of 100,000 contacts', contacts(100_000), [
    get('/v2/contacts?search=zzzz'),
    get('/v2/contacts?search=ada'),
    get('/v2/contacts?page=1000&limit=100'),
    get('/v2/contacts?tags=news&status=active'),
  ]),
  on('lists and searches of 50,000 mails', full, [
    get('/_emulator/messages?limit=500'),
    get('/_emulator/messages?q=hello'),
    get('/_emulator/messages?q=zzzz'),
    get('/_emulator/messages?q=a&limit=500'),
    get('/_emulator/messages?q=header:subject=zz&limit=1'),
    get('/_emulator/events?limit=500'),
    get('/_emulator/info'),
  ]),
  on('report of a campaign of 10,000', full, [
    get('/_emulator/campaigns/campaign_00000000'),
    get('/v2/campaigns'),
  ]),
  on('50,000 mails deleted', full, [['DELETE', '/_emulator/messages']]),
  on('reset of 50,000 mails', full, [['POST', '/_emulator/reset', { to: 'empty', all: true }]]),
  on('snapshots of 50,000 mails', full, [
    ['PUT', '/_emulator/snapshots/a', {}],
    get('/_emulator/snapshots'),
    ['POST', '/_emulator/snapshots/a/restore', {}],
    ['DELETE', '/_emulator/snapshots/a'],
  ]),
  {
    name: 'export and import of 50,000 mails',
    prepare: full,
    async run(target) {
      const file = await target.export();
      await target.import(file);
      return `${Math.round(file.length / 1e6)} MB`;
    },
  },
  {
    name: 'export and import of 20 mails of 4 MB',
    prepare: (target) =>
      fixture(target, {
        campaigns: [
          campaignOf({ html: pageOf(4e6) }, { sent: { at: '-1h', keep_mail: 20, recipients: 20 } }),
        ],
      }),
    async run(target) {
      const file = await target.export();
      await target.import(file);
      return `${Math.round(file.length / 1e6)} MB`;
    },
  },
  pending('endpoint edited', (target, id) =>
    told(target, 'PATCH', `/_emulator/webhooks/${id}`, { enabled: false }),
  ),
  pending('endpoint deleted', (target, id) => told(target, 'DELETE', `/_emulator/webhooks/${id}`)),
  pending('deliveries listed', (target, id) =>
    told(target, 'GET', `/_emulator/deliveries?webhook=${id}&status=succeeded`),
  ),
];
