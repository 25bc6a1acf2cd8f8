import type { CampaignRecord } from '../contract/campaign.js';
import type { DeliveryRecord } from '../contract/delivery.js';
import { permissions } from '../contract/key.js';
import type { KeyRecord } from '../contract/key.js';
import type { SkippedRow } from '../contract/snapshot.js';
import { defaultRetries } from '../contract/retry-schedules.js';
import { allWebhookEvents } from '../contract/webhook.js';
import type { WebhookRecord } from '../contract/webhook.js';
import { shownUrl } from '../contract/web/endpoint-url.js';
import type { MetaOf, MetaRecord } from '../contract/workspace-records.js';
import type { CheckTemplates } from '../core/compose/require-templates.js';
import { createPace } from '../core/time/pace.js';
import { lastSeqOf, noRows } from '../store/store.js';
import type { WholeState } from '../store/store.js';
import type { WorkspaceDeps } from './workspace-context.js';

/** The tables of which some rows stay whatever state comes. */
export const lastingTables = ['meta', 'keys', 'webhooks'] as const;
type Lasting = Pick<WholeState, (typeof lastingTables)[number]>;

/** What a reset forgets; the clock, the simulation and the identity of the workspace stay. */
const forgotten = new Set<MetaRecord['id']>([
  ...(['quota', 'webhook_cursor', 'mail', 'loading', 'faults', 'calls'] as const),
]);

/**
 * An endpoint that stays while its deliveries go: what was counted of them begins anew. One that was disabled for its failures
 * stays so.
 */
const withoutPast = (webhook: WebhookRecord): WebhookRecord => ({
  ...webhook,
  failing_since: webhook.enabled ? null : webhook.failing_since,
  drawn: 0,
});

/** An endpoint of the settings as the start makes it, with its URL and secret. */
const asStarted = (webhook: WebhookRecord): WebhookRecord => ({
  ...withoutPast(webhook),
  events: allWebhookEvents(),
  retries: defaultRetries,
  faults: null,
  enabled: true,
  disabled_reason: null,
  failing_since: null,
});

/** A key as the start, or the workspace, made it. */
const asMade = (key: KeyRecord): KeyRecord => ({ ...key, permissions: [...permissions], revoked_at: null });

/**
 * An empty state with the same clock and simulation, limits, keys and endpoints; with `all`, without those
 * that calls made, nor what calls changed of the endpoints that stay.
 * Undocumented: we chose that a reset also clears the state of a single test: faults, counts, the request log.
 */
export function emptyState(tables: Lasting, { all, seq }: { all: boolean; seq: number }): WholeState {
  const stays = ({ origin }: Pick<KeyRecord | WebhookRecord, 'origin'>) =>
    !all || origin === 'settings' || origin === 'workspace';
  const isOfCalls = (id: MetaRecord['id']) => id === 'limits' || id === 'simulation';
  const meta = tables.meta.filter(({ id }) => !forgotten.has(id) && !(all && isOfCalls(id)));
  return {
    ...noRows(),
    // Webhooks start after `seq`, also when the process is killed just after the reset.
    meta: [...meta, { id: 'webhook_cursor', seq }],
    keys: all ? tables.keys.filter(stays).map(asMade) : tables.keys.filter(stays),
    webhooks: tables.webhooks.filter(stays).map(all ? asStarted : withoutPast),
  };
}

/** A state without the key of a play, and without its endpoint and what that was sent. */
export function withoutPlay(tables: WholeState): WholeState {
  const isOurs = ({ origin }: Pick<KeyRecord | WebhookRecord, 'origin'>) => origin === 'play';
  const endpoints = new Set(tables.webhooks.filter(isOurs).map(({ id }) => id));
  if (endpoints.size === 0 && !tables.keys.some(isOurs)) return tables;
  return {
    ...tables,
    keys: tables.keys.filter((key) => !isOurs(key)),
    webhooks: tables.webhooks.filter((webhook) => !isOurs(webhook)),
    deliveries: tables.deliveries.filter(({ webhook_id }) => !endpoints.has(webhook_id)),
  };
}

/** An empty state as it was before data sets were loaded into it; null where none was being loaded. */
export function stateBeforeLoading(tables: Lasting, seq: number): WholeState | null {
  const mark = tables.meta.find((row) => row.id === 'loading');
  if (!mark) return null;
  const [keys, webhooks] = [new Set(mark.keys), new Set(mark.webhooks)];
  const changed: string[] = ['clock', 'simulation', 'limits', 'faults', ...mark.before.map(({ id }) => id)];
  const before = {
    meta: [...tables.meta.filter(({ id }) => !changed.includes(id)), ...mark.before],
    keys: tables.keys.filter(({ id }) => keys.has(id)),
    webhooks: tables.webhooks.filter(({ id }) => webhooks.has(id)),
  };
  const empty = emptyState(before, { all: false, seq });
  return { ...empty, meta: [...empty.meta, ...mark.before.filter(({ id }) => id === 'faults')] };
}

/** Rejects with a 400 where a campaign that is not yet sent, or is being sent, has a faulty template. */
export async function requireSendable(
  campaigns: readonly CampaignRecord[],
  checkTemplates: CheckTemplates,
): Promise<void> {
  const pace = createPace();
  for (const [index, campaign] of campaigns.entries()) {
    await pace();
    if (campaign.status !== 'sent') await checkTemplates(campaign, `campaigns[${index}]`);
  }
}

/**
 * Fits a state from a file into a workspace. Undocumented: we chose that keys and endpoints of the settings are those
 * of this workspace, as after a restart with other settings. Keys of another workspace are skipped, since a key belongs
 * to one workspace.
 */
export function reconcile(
  tables: WholeState,
  here: Lasting,
  isTaken: WorkspaceDeps['isTaken'],
): { tables: WholeState; skipped: SkippedRow[] } {
  const taken = tables.keys.filter(({ digest }) => isTaken({ digest }));
  const keys = keysOf(
    tables.keys.filter((key) => !taken.includes(key)),
    here.keys,
  );
  const webhooks = webhooksOf(tables, here.webhooks);
  const ids = new Set<string>(webhooks.map(({ id }) => id));
  return {
    tables: {
      ...tables,
      meta: metaOf(tables.meta, here.meta, isTaken),
      keys,
      webhooks,
      deliveries: tables.deliveries.filter(({ webhook_id }: DeliveryRecord) => ids.has(webhook_id)),
    },
    skipped: [
      ...tables.keys
        .filter((key) => !keys.some(({ id }) => id === key.id))
        .flatMap((key) => skippedKey(key, taken.includes(key))),
      ...tables.webhooks
        .filter(({ id }) => !ids.has(id))
        .map(({ id, url }) => ({
          table: 'webhooks',
          id,
          reason: `It came with the settings of another emulator, with its pending deliveries: start with --webhook-url ${shownUrl(url)}${shownUrl(url) === url ? '' : ', user and password with it,'} to take it over`,
        })),
    ],
  };
}

/** Why a key is not taken over; that one of a demo goes is no news. */
function skippedKey({ id, origin, hint }: KeyRecord, isTaken: boolean): SkippedRow[] {
  const row = { table: 'keys', id } as const;
  if (origin === 'play') return [];
  if (origin === 'workspace') return [{ ...row, reason: 'It was made with another workspace' }];
  if (isTaken) return [{ ...row, reason: 'Another workspace has this key' }];
  const settings = 'It came with the settings of another emulator';
  return [{ ...row, reason: `${settings}: start with --api-key …${hint} to take it over` }];
}

function keysOf(given: readonly KeyRecord[], here: readonly KeyRecord[]): KeyRecord[] {
  const own = here.filter(({ origin }) => origin === 'settings' || origin === 'workspace');
  const ownOf = ({ digest }: KeyRecord) => own.find((key) => key.digest === digest);
  const kept = given.flatMap((key): KeyRecord[] => {
    const same = ownOf(key);
    // What a call made of the same text elsewhere neither narrows nor revokes it.
    if (same) return [key.origin === 'call' ? { ...same, id: key.id } : { ...key, origin: same.origin }];
    return key.origin === 'call' ? [key] : [];
  });
  return [...kept, ...own.filter(({ digest }) => !kept.some((key) => key.digest === digest))];
}

/**
 * Endpoints of this workspace that the state does not know get no event from before it was put in place, and have failed at no
 * time of its clock.
 */
function webhooksOf(tables: WholeState, here: readonly WebhookRecord[]): WebhookRecord[] {
  const own = here.filter(({ origin }) => origin === 'settings');
  const kept = tables.webhooks.flatMap((webhook): WebhookRecord[] => {
    if (webhook.origin === 'call') return [webhook];
    const match = own.find(({ url }) => url === webhook.url);
    // The start has printed this secret.
    return match ? [{ ...webhook, secret: match.secret }] : [];
  });
  const has = ({ url }: WebhookRecord) => kept.some((one) => one.origin === 'settings' && one.url === url);
  const from_seq = lastSeqOf(tables);
  const added = own
    .filter((webhook) => !has(webhook))
    .map((webhook) => ({ ...withoutPast(webhook), from_seq }));
  return [...kept, ...added];
}

/** The secrets of a state that comes are known besides the own one. */
function inheriting(own: MetaOf<'workspace'>, given: MetaOf<'workspace'>): MetaRecord {
  const secrets = new Set([given.secret, ...given.inherited, ...own.inherited]);
  secrets.delete(own.secret);
  return { ...own, inherited: [...secrets] };
}

/**
 * The secret of tracking links comes with the state, so that its mail keeps its links. Where another workspace uses it, this
 * one makes new links with its own, and answers those of the mail that came: of mail that both have, the other does.
 */
function metaOf(
  given: readonly MetaRecord[],
  here: readonly MetaRecord[],
  isTaken: WorkspaceDeps['isTaken'],
): MetaRecord[] {
  const own = here.find((row) => row.id === 'workspace');
  const rows = given.filter(({ id }) => id !== 'mail' && id !== 'loading');
  const kept = rows.map((row) =>
    row.id === 'workspace' && own && isTaken({ secret: row.secret }) ? inheriting(own, row) : row,
  );
  return own && !kept.some(({ id }) => id === 'workspace') ? [own, ...kept] : kept;
}
