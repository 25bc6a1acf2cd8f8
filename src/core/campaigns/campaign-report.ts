import { actionNames, actions, eachAction, hasHappened } from '../../contract/actions.js';
import type { CampaignReport } from '../../contract/campaign-report.js';
import { allRatesOf } from '../../contract/campaign-rates.js';
import { toStartProblem } from '../../contract/campaign-summary.js';
import { toCampaign } from '../../contract/campaign.js';
import type { AudienceCount, CampaignRecord } from '../../contract/campaign.js';
import type { EventRecord } from '../../contract/event.js';
import type { MessageRecord } from '../../contract/message.js';
import { toIsoOrNull } from '../../contract/time.js';
import { scanHtml } from '../html/scan.js';
import type { Store } from '../ports/ports.js';
import { isFollowed } from '../tracking/rewrite-html.js';
import { addUtm } from '../tracking/utm.js';
import { judgeAudience } from './audience.js';
import { eachInTurns } from './each-in-turns.js';

/** Mails by what became of them. */
function createTally() {
  const by = { queued: 0, sent: 0, delivered: 0, deferred: 0, bounced: 0 };
  const done = eachAction('counter', () => 0);
  let mails = 0;
  let sent = 0;
  function add(message: MessageRecord) {
    mails += 1;
    by[message.status] += 1;
    if (message.sent_at !== null) sent += 1;
    for (const action of actionNames) if (hasHappened(message, action)) done[actions[action].counter] += 1;
  }
  const counts = () => {
    const { delivered, bounced, deferred, queued } = by;
    return { counts: { sent, delivered, bounced, ...done }, deferred, queued, mails };
  };
  return { add, counts };
}

/** What the mails of a campaign came to. */
async function countMails(store: Store, id: CampaignRecord['id']) {
  const all = createTally();
  const kept = createTally();
  const bounces = new Map<string, CampaignReport['bounces'][number]>();
  const missing = new Map<string, number>();
  let settlesAt: number | null = null;
  const look = (message: MessageRecord) => {
    const { status, bounce, removed } = message;
    all.add(message);
    if (!removed) kept.add(message);
    for (const name of message.missing) missing.set(name, (missing.get(name) ?? 0) + 1);
    for (const { at } of message.schedule) settlesAt = Math.max(settlesAt ?? 0, at);
    if (status !== 'bounced' || !bounce) return;
    const key = `${bounce.type} ${bounce.smtp_code} ${bounce.status}`;
    const known = bounces.get(key);
    bounces.set(key, {
      ...bounce,
      count: (known?.count ?? 0) + 1,
      kept: (known?.kept ?? 0) + Number(!removed),
    });
  };
  await eachInTurns(store.messages.ofCampaign(id), look);
  return {
    all: all.counts(),
    kept: kept.counts(),
    settlesAt,
    bounces: [...bounces.values()].sort((a, b) => b.count - a.count),
    missing: [...missing].map(([name, mails]) => ({ name, mails })).sort((a, b) => b.mails - a.mails),
  };
}

/** The links that every mail of a campaign has, as they are followed. */
function linksOfTemplate({ content, settings, name }: CampaignRecord): string[] {
  const values = content.html === null ? [] : scanHtml(content.html).links.map(({ value }) => value);
  const fixed = values.filter((value) => isFollowed(value) && !value.includes('{{'));
  return fixed.map((value) => (settings.google_analytics ? addUtm(value, name) : value));
}

interface Clicks {
  clicks: number;
  people: Set<string>;
  machines: Set<string>;
}

/** Who opened and clicked, and what: people and machines apart. */
async function countReaders(store: Store, campaign: CampaignRecord) {
  const counted = () => ({ opened: new Set<string>(), clicked: new Set<string>(), opens: 0, clicks: 0 });
  const readers = { people: counted(), machines: counted() };
  const links = new Map<string, Clicks>();
  const linkOf = (url: string): Clicks => {
    const known = links.get(url) ?? { clicks: 0, people: new Set(), machines: new Set() };
    links.set(url, known);
    return known;
  };
  linksOfTemplate(campaign).forEach(linkOf);
  const kindOf = ({ data }: EventRecord) => (data.bot ? 'machines' : 'people');
  await eachInTurns(store.events.ofCampaign(campaign.id, 0, actions.opened.event), (event) => {
    const reader = readers[kindOf(event)];
    reader.opens += 1;
    reader.opened.add(event.data.message_id);
  });
  await eachInTurns(store.events.ofCampaign(campaign.id, 0, actions.clicked.event), (event) => {
    const { message_id, url } = event.data;
    const reader = readers[kindOf(event)];
    reader.clicks += 1;
    reader.clicked.add(message_id);
    if (url === undefined) return;
    const link = linkOf(url);
    link.clicks += 1;
    link[kindOf(event)].add(message_id);
  });
  const sizes = ({ opened, clicked, ...rest }: ReturnType<typeof counted>) => ({
    opened: opened.size,
    clicked: clicked.size,
    ...rest,
  });
  return {
    people: sizes(readers.people),
    machines: sizes(readers.machines),
    links: [...links].map(([url, { clicks, people, machines }]) => ({
      url,
      clicks,
      people: people.size,
      machines: machines.size,
    })),
  };
}

/** The audience when sending began; before that, and where it is not known, as it would be now. */
async function audienceOf(
  store: Store,
  campaign: CampaignRecord,
  total: number,
): Promise<CampaignReport['audience']> {
  const hasStarted = campaign.status === 'sending' || campaign.status === 'sent';
  if (!hasStarted) {
    const { members, count } = await judgeAudience(store, campaign);
    return { ...count, recipients: members.length };
  }
  const none: AudienceCount = {
    matched: total,
    excluded: 0,
    unsubscribed: 0,
    bounced: 0,
    complained: 0,
    manual: 0,
  };
  return { ...(campaign.last_start?.audience ?? none), recipients: total };
}

/** A campaign as the emulator sees it. */
export async function reportOn(store: Store, campaign: CampaignRecord): Promise<CampaignReport> {
  const { all, kept, settlesAt, bounces, missing } = await countMails(store, campaign.id);
  const { counts, deferred, queued } = all;
  const settled = counts.delivered + counts.bounced;
  const total = campaign.recipient_count;
  const share = total === 0 ? 0 : settled / total;
  return {
    campaign: toCampaign(campaign),
    audience: await audienceOf(store, campaign, total),
    progress: { total, queued, sent: counts.sent, settled, share, settles_at: toIsoOrNull(settlesAt) },
    funnel: { ...counts, deferred },
    kept: { ...kept.counts, deferred: kept.deferred, queued: kept.queued, mails: kept.mails },
    rates: allRatesOf(counts),
    ...(await countReaders(store, campaign)),
    bounces,
    missing,
    problem: toStartProblem(campaign),
  };
}
