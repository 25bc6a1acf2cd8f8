import type { Campaign, CampaignStats, Connection, Contact } from '../../src/index.js';
import type { Api } from './api.js';

/** What the emulator acknowledged, to be looked for after it was killed. */
export interface Ledger {
  /** The company of each contact by id: what was acknowledged last, and what was asked for last; null is a deletion. */
  contacts: Map<string, { acknowledged: string | null; asked: string | null }>;
  /** Subjects of mail that got its 250. */
  mail: Set<string>;
  /** Campaigns whose sending was acknowledged, and how many they go to. */
  campaigns: Map<string, number>;
  /** What the receiver of webhooks got: the deliveries of each event. */
  hooks: Map<string, Set<string>>;
}

export const createLedger = (): Ledger => ({
  contacts: new Map(),
  mail: new Set(),
  campaigns: new Map(),
  hooks: new Map(),
});

async function contactFaults(api: Api, { contacts }: Ledger): Promise<string[]> {
  const faults: string[] = [];
  for (const [id, { acknowledged, asked }] of contacts) {
    const answer = await api<Contact>('GET', `/contacts/${id}`, { accept: [200, 404] });
    const company = answer.status === 404 ? null : (answer.data.company ?? '');
    if (company !== acknowledged && company !== asked)
      faults.push(`contact ${id} is ${company}, acknowledged was ${acknowledged}, asked for ${asked}`);
  }
  return faults;
}

async function mailFaults({ inbox }: Connection, { mail }: Ledger): Promise<string[]> {
  const faults: string[] = [];
  const times = new Map<string, number>();
  for await (const { id, kind, subject, size } of inbox.all({})) {
    if (kind !== 'smtp') continue;
    times.set(subject, (times.get(subject) ?? 0) + 1);
    const raw = await inbox.raw(id);
    if (raw.length !== size || !Buffer.from(raw).toString().includes(`end of ${subject}`))
      faults.push(`mail "${subject}" is not as it was sent`);
  }
  for (const subject of mail) if (!times.has(subject)) faults.push(`mail "${subject}" is lost`);
  for (const [subject, count] of times)
    if (count > 1) faults.push(`mail "${subject}" is there ${count} times`);
  return faults;
}

async function campaignFaults(api: Api, connection: Connection, { campaigns }: Ledger): Promise<string[]> {
  const faults: string[] = [];
  for (const [id, size] of campaigns) {
    const { data: campaign } = await api<Campaign>('GET', `/campaigns/${id}`);
    const { data } = await api<CampaignStats>('GET', `/campaigns/${id}/stats`);
    const to: string[] = [];
    for await (const mail of connection.inbox.all({ campaign: id })) to.push(mail.to[0]?.address ?? '');
    const isWhole = campaign.status === 'sent' && data.stats.sent === size;
    if (!isWhole || to.length !== size || new Set(to).size !== size)
      faults.push(
        `campaign ${id} to ${size}: ${campaign.status}, ${to.length} mails, ${JSON.stringify(data.stats)}`,
      );
  }
  return faults;
}

/** Every event was delivered, each by one delivery, however often that was tried. */
async function hookFaults({ events }: Connection, { hooks }: Ledger): Promise<string[]> {
  const faults: string[] = [];
  for await (const { id } of events.all({ type: 'email.sent' })) {
    const deliveries = hooks.get(id)?.size ?? 0;
    if (deliveries !== 1) faults.push(`event ${id} came by ${deliveries} deliveries`);
  }
  return faults;
}

/** Everything that is lost, doubled or otherwise than it was acknowledged. */
export async function ledgerFaults(api: Api, connection: Connection, ledger: Ledger): Promise<string[]> {
  return [
    ...(await contactFaults(api, ledger)),
    ...(await mailFaults(connection, ledger)),
    ...(await campaignFaults(api, connection, ledger)),
    ...(await hookFaults(connection, ledger)),
  ];
}
