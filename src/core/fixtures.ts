import { turn } from './clock.js';
import type { CampaignRecord } from '../contract/campaign.js';
import { settingsOf } from '../contract/campaign.js';
import type { ContactRecord } from '../contract/contact.js';
import { AppError, invalidField } from '../contract/errors.js';
import { resolveTime } from '../contract/fixture.js';
import type { Fixture, FixtureCampaign, FixtureContact, FixtureHistory } from '../contract/fixture.js';
import { selectAudience } from './audience.js';
import type { Campaigns } from './campaigns.js';
import type { Clock } from './clock.js';
import type { ClockControl } from './clock-control.js';
import { keptOf, pastMails } from './fixture-history.js';
import type { PastEvent, PastMail } from './fixture-history.js';
import type { Keys } from './keys.js';
import { createMailing, sourceOfCampaign } from './mailing.js';
import type { MailingDeps } from './mailing.js';
import type { Blobs, MailText, Say, Store } from './ports.js';
import type { Simulation } from './simulation.js';
import { syntheticContact } from './synthetic.js';
import type { Webhooks } from './webhooks.js';

export interface FixturesDeps {
  store: Store;
  blobs: Blobs;
  text: MailText;
  clock: Clock;
  clockControl: ClockControl;
  campaigns: Pick<Campaigns, 'resume'>;
  simulation: Simulation;
  webhooks: Webhooks;
  keys: Keys;
  mailing: MailingDeps;
  say: Say;
}

/** Fills a workspace with a data set. */
export interface Fixtures {
  /** Whether there is nothing in the workspace that a fixture could disturb. */
  isEmpty(): boolean;
  /** Adds a fixture. Throws a 400 whose field is the path in the fixture (`contacts[3].email`). */
  load(fixture: Fixture): Promise<void>;
}

// Rows a commit, so that loading a large set leaves the event loop to others in between.
const slice = 2000;

export function createFixtures(deps: FixturesDeps): Fixtures {
  const { store, clock, say } = deps;

  /** Commits rows slice by slice, each written before the next. */
  async function inSlices<T>(
    what: string,
    rows: readonly T[],
    put: (rows: readonly T[]) => void,
  ): Promise<void> {
    for (let from = 0; from < rows.length; from += slice) {
      put(rows.slice(from, from + slice));
      await store.durable();
      // In memory that is at once, and others would not have their turn.
      await turn();
      const [done, total] = [Math.min(from + slice, rows.length), rows.length];
      if (total > 5 * slice) say('info', `${done} of ${total} ${what}`, { done, total });
    }
  }

  function contactRows({ contacts, generate }: Fixture): ContactRecord[] {
    const now = clock.now();
    const seen = new Map<string, string>();
    const rows = contacts.map((contact, index) => contactRow(contact, `contacts[${index}]`, now));
    if (generate) {
      const span = { generate, from: resolveTime(generate.since, now), to: now };
      for (let number = 0; number < generate.contacts; number += 1) {
        rows.push(syntheticContact(span, number, store.newId('contact')));
      }
    }
    rows.forEach(({ email }, index) => {
      const key = email.toLowerCase();
      const holder = seen.get(key) ?? store.contacts.byEmail(email)?.id;
      if (holder)
        throw invalidField(
          `contacts[${index}].email`,
          `Expected an address that no contact has; ${holder} has it`,
        );
      seen.set(key, `contacts[${index}]`);
    });
    return rows;
  }

  function contactRow(contact: FixtureContact, path: string, now: number): ContactRecord {
    if (contact.id && store.contacts.get(contact.id)) {
      throw invalidField(`${path}.id`, 'Expected an id that no contact has');
    }
    const created_at = contact.created_at ? resolveTime(contact.created_at, now) : now;
    return {
      id: contact.id ?? store.newId('contact'),
      email: contact.email,
      first_name: contact.first_name ?? null,
      last_name: contact.last_name ?? null,
      phone: contact.phone ?? null,
      company: contact.company ?? null,
      tags: contact.tags ?? [],
      custom_fields: contact.custom_fields ?? {},
      status: contact.status ?? 'active',
      subscribed_at: contact.subscribed_at ? resolveTime(contact.subscribed_at, now) : created_at,
      created_at,
      updated_at: contact.updated_at ? resolveTime(contact.updated_at, now) : created_at,
    };
  }

  function campaignRow(campaign: FixtureCampaign, path: string): CampaignRecord {
    const now = clock.now();
    const sentAt = campaign.sent ? resolveTime(campaign.sent.at, now) : null;
    const created_at = campaign.created_at ? resolveTime(campaign.created_at, now) : (sentAt ?? now);
    const send_time = campaign.send_time ? resolveTime(campaign.send_time, now) : null;
    const due = send_time !== null && send_time > now;
    const row: CampaignRecord = {
      id: campaign.id ?? store.newId('campaign'),
      name: campaign.name,
      subject: campaign.subject,
      from_name: campaign.from_name ?? null,
      from_email: campaign.from_email,
      reply_to: campaign.reply_to ?? null,
      content: campaign.content,
      recipients: campaign.recipients,
      settings: settingsOf(campaign.settings),
      send_time,
      status: sentAt !== null ? 'sent' : due ? 'scheduled' : 'draft',
      recipient_count: 0,
      created_at,
      updated_at: sentAt ?? created_at,
      sent_at: sentAt,
    };
    checkTemplates(row, path);
    return row;
  }

  function checkTemplates(row: CampaignRecord, path: string) {
    try {
      createMailing(sourceOfCampaign(row), deps.mailing);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw invalidField(`${path}.${error.details.field ?? 'content'}`, error.details.issue ?? error.message);
    }
  }

  async function loadCampaigns(campaigns: readonly FixtureCampaign[], seed: number): Promise<void> {
    const rows = campaigns.map((campaign, index) => ({
      row: campaignRow(campaign, `campaigns[${index}]`),
      history: campaign.sent,
    }));
    const past = rows
      .filter(({ history }) => history)
      .sort((a, b) => (a.row.sent_at ?? 0) - (b.row.sent_at ?? 0));
    store.commit((tx) => rows.forEach(({ row }) => tx.put('campaigns', row)));
    const events: PastEvent[] = [];
    for (const { row, history } of past) {
      if (history) events.push(...(await loadHistory(row, history, seed)));
    }
    events.sort((a, b) => a.at - b.at);
    await inSlices('events', events, (part) =>
      store.commit((tx) => {
        for (const { type, at, data } of part) {
          tx.put('events', { id: store.newId('evt'), seq: tx.nextSeq(), type, created_at: at, data });
        }
        // What happened before the fixture was loaded is owed to nobody.
        tx.put('meta', { id: 'webhook_cursor', seq: tx.nextSeq() });
      }),
    );
  }

  async function loadHistory(
    campaign: CampaignRecord,
    history: FixtureHistory,
    seed: number,
  ): Promise<PastEvent[]> {
    const at = campaign.sent_at ?? clock.now();
    const audience = selectAudience(store, campaign).filter(({ subscribed_at }) => subscribed_at <= at);
    const newId = () => store.newId('email');
    const mails = [...pastMails({ campaign, history, at, now: clock.now(), seed, audience, newId })];
    const mailing = createMailing(sourceOfCampaign(campaign), deps.mailing);
    for (const mail of keptOf(mails, history)) await keepMail(mail, mailing);
    store.commit((tx) => tx.put('campaigns', { ...campaign, recipient_count: mails.length }));
    await inSlices('mails', mails, (part) => putMails(part));
    return mails.flatMap(({ events }) => events);
  }

  async function keepMail(mail: PastMail, mailing: ReturnType<typeof createMailing>): Promise<void> {
    const { row, person } = mail;
    const [to = { name: '', address: '' }] = row.to;
    const written = mailing.write({ id: row.id, to, contact: person, at: row.received_at });
    await deps.blobs.put(row.id, written.raw);
    const { subject, preview, raw } = written;
    mail.row = { ...row, subject, preview, size: raw.length, stored: true, removed: false };
    deps.text.put(row.id, written.search(mail.row).text);
  }

  function putMails(mails: readonly PastMail[]) {
    store.commit((tx) => {
      for (const { row, contact } of mails) {
        tx.put('messages', { ...row, seq: tx.nextSeq() });
        const gone = row.unsubscribed || row.spam_reported;
        if (contact && gone)
          tx.put('contacts', { ...contact, status: 'unsubscribed', updated_at: row.received_at });
        const reason = row.spam_reported ? 'complained' : row.bounce?.type === 'hard' ? 'bounced' : null;
        const address = row.to[0]?.address.toLowerCase();
        if (contact && reason && address)
          tx.put('suppressions', { id: address, reason, at: row.received_at });
      }
    });
    for (const { row } of mails) if (row.plan.length > 0) deps.simulation.follow(row);
  }

  function loadRest({ webhooks, keys, simulation }: Fixture) {
    for (const webhook of webhooks) deps.webhooks.create(webhook);
    for (const key of keys) deps.keys.create(key, key.key);
    if (!simulation) return;
    const current = deps.simulation.current();
    deps.simulation.change({
      profile: simulation.profile ?? current.profile,
      speed: simulation.speed ?? current.speed,
      seed: simulation.seed ?? current.seed,
    });
  }

  return {
    isEmpty: () => store.contacts.size === 0 && store.campaigns.size === 0 && store.messages.size === 0,
    async load(fixture) {
      const { clock: setting } = fixture;
      if (setting?.at) await deps.clockControl.set(resolveTime(setting.at, clock.now()));
      if (setting?.rate !== undefined) await deps.clockControl.rate(setting.rate);
      if (setting?.frozen) await deps.clockControl.freeze();
      loadRest(fixture);
      const contacts = contactRows(fixture);
      await inSlices('contacts', contacts, (part) =>
        store.commit((tx) => part.forEach((contact) => tx.put('contacts', contact))),
      );
      await loadCampaigns(fixture.campaigns, deps.simulation.current().seed);
      deps.campaigns.resume();
    },
  };
}
