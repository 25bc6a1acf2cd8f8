import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import type { Campaign, CampaignStats, Contact, MessageSummary } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import type { RunningProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';
import { useReceiver } from '../support/receiver.js';

/** KILL_ROUNDS=50 is the long run; a few rounds are enough to notice that something broke. */
const rounds = Number(process.env['KILL_ROUNDS'] ?? 3);
const audience = 150;

/** What the emulator said yes to. A contact whose last change was not answered may be as before or as after. */
interface Acknowledged {
  contacts: Map<string, { company: string | null; asked: (string | null)[]; deleted: boolean }>;
  mail: Set<string>;
}

/** Calls until the process is gone; `acked` is told of every answer. */
async function putUnderLoad(target: RunningProcess, known: Acknowledged, acked: () => void, label: string) {
  const smtp = createTransport({ ...target.smtp, secure: false, pool: true, maxConnections: 2 });
  const until = async (act: (n: number) => Promise<void>) => {
    for (let n = 0; ; n += 1) {
      const went = await act(n).then(
        () => true,
        () => false,
      );
      if (!went) return;
      acked();
    }
  };
  const change = async (n: number) => {
    const { data } = await callApi<Contact>(target, '/contacts', {
      method: 'POST',
      body: { email: `${label}.${n}@load.test`, company: 'Zero' },
    });
    const entry = { company: 'Zero', asked: ['Zero'] as (string | null)[], deleted: false };
    known.contacts.set(data.id, entry);
    acked();
    entry.asked.push('One');
    await callApi(target, `/contacts/${data.id}`, { method: 'PUT', body: { company: 'One' } }).then(
      ({ status }) => expect(status).toBe(200),
    );
    entry.company = 'One';
    if (n % 3 !== 0) return;
    entry.asked.push(null);
    const { status } = await callApi(target, `/contacts/${data.id}`, { method: 'DELETE' });
    expect(status).toBe(200);
    entry.deleted = true;
  };
  const mail = async (n: number, lane: number) => {
    const subject = `${label} ${lane} ${n}`;
    await smtp.sendMail({
      from: 'a@load.test',
      to: 'b@load.test',
      subject,
      text: `${'straw and hay\n'.repeat(150)}end of ${subject}`,
    });
    known.mail.add(subject);
  };
  await Promise.all([until(change), until((n) => mail(n, 1)), until((n) => mail(n, 2))]);
  smtp.close();
}

async function allMail(target: RunningProcess, campaign?: string): Promise<MessageSummary[]> {
  const found: MessageSummary[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '500' });
    if (cursor) query.set('cursor', cursor);
    if (campaign) query.set('campaign', campaign);
    const { data, meta } = await callControl<MessageSummary[]>(target, `/messages?${query}`);
    found.push(...data);
    cursor = meta.next_cursor;
  } while (cursor !== null);
  return found;
}

async function requireAcknowledged(target: RunningProcess, known: Acknowledged) {
  for (const [id, { company, asked, deleted }] of known.contacts) {
    const answer = await callApi<Contact>(target, `/contacts/${id}`);
    if (answer.status === 404) {
      expect({ id, deletionAsked: asked.at(-1) === null }).toEqual({ id, deletionAsked: true });
      continue;
    }
    expect({ id, deleted }).toEqual({ id, deleted: false });
    // The acknowledged state or the one asked for last, never an older one.
    expect([company, asked.filter((state) => state !== null).at(-1)]).toContain(answer.data.company);
  }
  const arrived = await allMail(target);
  const subjects = new Set(arrived.map(({ subject }) => subject));
  expect([...known.mail].filter((subject) => !subjects.has(subject))).toEqual([]);
  const outside = arrived.filter(({ kind }) => kind === 'smtp');
  for (const { id, subject, size } of outside) {
    const raw = await target.inbox.raw(id);
    expect(raw.length).toBe(size);
    expect(raw.toString()).toContain(`end of ${subject}`);
  }
}

async function requireWholeCampaign(target: RunningProcess, id: string) {
  expect(await target.settle()).toBe(true);
  const campaign = await callApi<Campaign>(target, `/campaigns/${id}`);
  expect(campaign.data).toMatchObject({ status: 'sent', recipient_count: audience });
  const mail = await allMail(target, id);
  const addresses = mail.map(({ to }) => to[0]?.address);
  expect(addresses).toHaveLength(audience);
  expect(new Set(addresses).size).toBe(audience);
  const { data } = await callApi<CampaignStats>(target, `/campaigns/${id}/stats`);
  expect(data.stats).toMatchObject({ sent: audience, delivered: audience, bounced: 0 });
  const sent = await target.events.list({ campaign: id, type: 'email.sent' });
  expect(sent).toHaveLength(audience);
}

it(
  `keeps what it acknowledged over kill -9 in the middle of everything (${rounds} rounds)`,
  { timeout: 60_000 + rounds * 15_000 },
  async () => {
    const dir = await useDirectory();
    const hooks = await useReceiver();
    const known: Acknowledged = { contacts: new Map(), mail: new Set() };
    const campaigns: string[] = [];
    let emulator = await startProcess([
      '--data',
      dir,
      '--simulation-speed',
      '1000000',
      '--rate-limits',
      'off',
    ]);
    await emulator.webhooks.add({ url: hooks.url, events: ['email.sent'], retries: 'fast' });
    for (let n = 0; n < audience; n += 1) {
      const body = { email: `r${n}@audience.test`, tags: ['audience'] };
      await callApi(emulator, '/contacts', { method: 'POST', body });
    }
    let seed = 20_240_325;
    for (let round = 0; round < rounds; round += 1) {
      const { data } = await callApi<Campaign>(emulator, '/campaigns', {
        method: 'POST',
        body: {
          name: `Round ${round}`,
          subject: `Round ${round}`,
          from_email: 'news@x.test',
          content: { text: 'Hello {{email}}' },
          recipients: { type: 'tags', tags: ['audience'] },
        },
      });
      campaigns.push(data.id);
      const started = callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      let left = 1 + ((seed >>> 8) % 120);
      const running = emulator;
      const killed = new Promise<void>((resolve) => {
        const acked = () => {
          left -= 1;
          if (left === 0) resolve(running.kill());
        };
        void putUnderLoad(running, known, acked, `round${round}`);
      });
      expect((await started).status).toBe(200);
      await killed;
      emulator = await startProcess(['--data', dir, '--simulation-speed', '1000000', '--rate-limits', 'off']);
      await requireAcknowledged(emulator, known);
      for (const id of campaigns.slice(-2)) await requireWholeCampaign(emulator, id);
    }
    const pending = await Promise.all(
      campaigns.map((campaign) => emulator.events.list({ campaign, type: 'email.sent' })),
    );
    const events = new Set<string>(pending.flat().map(({ id }) => id));
    await hooks.waitFor(events.size, ({ json }) => events.has(json.id));
    const delivered = new Set(hooks.received.map(({ json }) => json.id));
    expect([...events].filter((id) => !delivered.has(id))).toEqual([]);
    expect(await emulator.stop()).toBe(0);
  },
);
