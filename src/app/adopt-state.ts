import type { CampaignRecord } from '../contract/campaign.js';
import type { DeliveryRecord } from '../contract/delivery.js';
import { AppError, invalidField } from '../contract/errors.js';
import type { KeyRecord } from '../contract/key.js';
import type { SkippedRow } from '../contract/snapshot.js';
import type { WebhookRecord } from '../contract/webhook.js';
import type { MetaRecord } from '../contract/workspace-records.js';
import { createComposer, templateOfCampaign } from '../core/compose/composer.js';
import type { ComposerDeps } from '../core/compose/composer.js';
import { noRows } from '../store/store.js';
import type { WholeState } from '../store/store.js';
import type { WorkspaceDeps } from './workspace-context.js';

/** A state emptied: keys and endpoints stay, those made by calls unless `all`; so do clock and simulation. */
export function emptyState(tables: WholeState, { all, seq }: { all: boolean; seq: number }): WholeState {
  const stays = ({ origin }: { origin: 'settings' | 'call' }) => !all || origin === 'settings';
  const meta = tables.meta.filter(({ id }) => !['quota', 'webhook_cursor', 'mail'].includes(id));
  return {
    ...noRows(),
    // Said, so that a kill just after it does not leave the first events owed to nobody.
    meta: [...meta, { id: 'webhook_cursor', seq }],
    keys: tables.keys.filter(stays),
    webhooks: tables.webhooks.filter(stays),
  };
}

/** Throws a 400 where a campaign that is yet to be sent, or goes on being sent, has a faulty template. */
export function requireSendable(campaigns: readonly CampaignRecord[], composer: ComposerDeps): void {
  campaigns.forEach((campaign, index) => {
    if (campaign.status === 'sent') return;
    try {
      createComposer(templateOfCampaign(campaign), composer);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const field = `campaigns[${index}].${error.details.field ?? 'content'}`;
      throw invalidField(field, error.details.issue ?? error.message);
    }
  });
}

/**
 * A state from a file as it fits into a workspace: what came from the settings (or with the workspace) is as it is here, as
 * after a restart with other settings; what another workspace has is left out, since a key belongs to one.
 */
export function reconcile(
  tables: WholeState,
  here: WholeState,
  isTaken: WorkspaceDeps['isTaken'],
): { tables: WholeState; skipped: SkippedRow[] } {
  const taken = tables.keys.filter(({ digest }) => isTaken({ digest }));
  const keys = keysOf(
    tables.keys.filter((key) => !taken.includes(key)),
    here.keys,
  );
  const webhooks = webhooksOf(tables.webhooks, here.webhooks);
  const ids = new Set<string>(webhooks.map(({ id }) => id));
  return {
    tables: {
      ...tables,
      meta: metaOf(tables.meta, here.meta, isTaken),
      keys,
      webhooks,
      deliveries: tables.deliveries.filter(({ webhook_id }: DeliveryRecord) => ids.has(webhook_id)),
    },
    skipped: taken
      .filter(({ origin }) => origin === 'call')
      .map(({ id }) => ({ table: 'keys', id, reason: 'Another workspace has this key' })),
  };
}

function keysOf(given: readonly KeyRecord[], here: readonly KeyRecord[]): KeyRecord[] {
  const own = here.filter(({ origin }) => origin === 'settings');
  const isOwn = ({ digest }: KeyRecord) => own.some((key) => key.digest === digest);
  const kept = given.flatMap((key): KeyRecord[] => {
    if (isOwn(key)) return [{ ...key, origin: 'settings' }];
    return key.origin === 'call' ? [key] : [];
  });
  return [...kept, ...own.filter(({ digest }) => !kept.some((key) => key.digest === digest))];
}

function webhooksOf(given: readonly WebhookRecord[], here: readonly WebhookRecord[]): WebhookRecord[] {
  const own = here.filter(({ origin }) => origin === 'settings');
  const kept = given.flatMap((webhook): WebhookRecord[] => {
    if (webhook.origin === 'call') return [webhook];
    const match = own.find(({ url }) => url === webhook.url);
    // The secret is the one that was printed at the start.
    return match ? [{ ...webhook, secret: match.secret }] : [];
  });
  const has = ({ url }: WebhookRecord) => kept.some((one) => one.origin === 'settings' && one.url === url);
  return [...kept, ...own.filter((webhook) => !has(webhook))];
}

/** The secret of the links in its mail comes with a state, unless another workspace goes on with that. */
function metaOf(
  given: readonly MetaRecord[],
  here: readonly MetaRecord[],
  isTaken: WorkspaceDeps['isTaken'],
): MetaRecord[] {
  const own = here.find(({ id }) => id === 'workspace');
  const rows = given.filter(({ id }) => id !== 'mail');
  const kept = rows.map((row) =>
    row.id === 'workspace' && own && isTaken({ secret: row.secret }) ? own : row,
  );
  return own && !kept.some(({ id }) => id === 'workspace') ? [own, ...kept] : kept;
}
