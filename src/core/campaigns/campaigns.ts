import { AppError, invalidField, notFound } from '../../contract/errors.js';
import type { CampaignInput, CampaignPatch, CampaignQuery, CampaignRecord } from '../../contract/campaign.js';
import type { Bucket, CampaignEngagement } from '../../contract/campaign-engagement.js';
import type { CampaignReport } from '../../contract/campaign-report.js';
import type { CampaignId } from '../../contract/ids.js';
import type { Clock } from '../time/clock.js';
import type { CheckTemplates } from '../compose/require-templates.js';
import type { Logger } from '../../contract/logger.js';
import type { Requests } from '../traffic/request-log.js';
import type { RowPage, Store } from '../ports/ports.js';
import type { Scheduler } from '../time/scheduler.js';
import { mergeCampaign, newCampaign } from './new-campaign.js';
import { judgeAudience } from './audience.js';
import { reportOn } from './campaign-report.js';
import { engagementOf } from './engagement-series.js';
import type { Sending } from './send-campaign.js';

export interface CampaignsDeps {
  store: Store;
  clock: Clock;
  scheduler: Scheduler;
  sending: Sending;
  checkTemplates: CheckTemplates;
  requests: Pick<Requests, 'warn'>;
  log: Logger;
}

export interface Campaigns {
  list(query: CampaignQuery): RowPage<CampaignRecord>;
  /** The same list, from after a position on. */
  from: Store['campaigns']['from'];
  placeOf: Store['campaigns']['placeOf'];
  get(id: string): CampaignRecord;
  /** The campaign as the emulator sees it. */
  report(id: string): Promise<CampaignReport>;
  /** Opens and clicks over the clock. */
  engagement(id: string, bucket?: Bucket): Promise<CampaignEngagement>;
  create(input: CampaignInput): Promise<CampaignRecord>;
  /** Edits a draft or scheduled campaign; absent fields stay. */
  update(id: string, patch: CampaignPatch): Promise<CampaignRecord>;
  remove(id: string): void;
  /** Sends a draft or scheduled campaign at once; answers it as `sending`. */
  send(id: string): Promise<CampaignRecord>;
  /** Schedules what was scheduled before a restart. */
  resume(): void;
}

/** The content is compared by itself: it may be large. */
function isSame({ content: a, ...one }: CampaignRecord, { content: b, ...other }: CampaignRecord): boolean {
  return a.html === b.html && a.text === b.text && JSON.stringify(one) === JSON.stringify(other);
}

export function createCampaigns(deps: CampaignsDeps): Campaigns {
  const { store, clock, scheduler, sending } = deps;

  const get = (id: string): CampaignRecord => {
    const campaign = store.campaigns.get(id);
    if (!campaign) throw notFound('campaign', id);
    return campaign;
  };

  /** The state that a send_time asks for. Undocumented: we chose that a past one leaves a draft. */
  const withStatus = (campaign: CampaignRecord): CampaignRecord => ({
    ...campaign,
    status: campaign.send_time !== null && campaign.send_time > clock.now() ? 'scheduled' : 'draft',
  });

  function save(campaign: CampaignRecord): CampaignRecord {
    store.commit((tx) => tx.put('campaigns', campaign));
    schedule(campaign);
    return campaign;
  }

  function schedule({ id, status, send_time }: CampaignRecord) {
    if (status === 'scheduled' && send_time !== null)
      scheduler.at(send_time, () => sendScheduled(id, send_time));
  }

  async function sendScheduled(id: CampaignId, at: number): Promise<void> {
    const campaign = store.campaigns.get(id);
    if (campaign?.status !== 'scheduled' || campaign.send_time !== at) return;
    try {
      if (!(await sending.start(campaign))) return await sendScheduled(id, at);
      // Campaigns of one moment go out one after the other, so that their events always come in the same order.
      await sending.ended(id);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await keepProblem(campaign, error.details.issue ?? error.message);
    }
  }
  /** A scheduled campaign that cannot start stays a draft; the campaign, the log and the request log say why. */
  async function keepProblem(campaign: CampaignRecord, issue: string): Promise<void> {
    const { count: audience } = await judgeAudience(store, campaign);
    if (store.campaigns.get(campaign.id) !== campaign) return;
    const at = clock.now();
    const last_start = { at, audience, issue };
    store.commit((tx) => tx.put('campaigns', { ...campaign, status: 'draft', updated_at: at, last_start }));
    const text = `${campaign.id} was due and could not be sent, it is a draft again: ${issue}`;
    deps.log('warn', text);
    deps.requests.warn(campaign.id, text);
  }

  const requireEditable = (campaign: CampaignRecord, act: string) => {
    if (campaign.status === 'draft' || campaign.status === 'scheduled') return;
    throw invalidField(
      'status',
      `Expected a draft or scheduled campaign to ${act}; this one is "${campaign.status}"`,
    );
  };

  /** What is wrong with the body comes before what is wrong with the campaign. */
  async function getEditable(id: string, { subject, content }: CampaignPatch): Promise<CampaignRecord> {
    try {
      const campaign = get(id);
      requireEditable(campaign, 'edit');
      return campaign;
    } catch (error) {
      const { html = null, text = null } = content ?? {};
      await deps.checkTemplates({ subject: subject ?? '', content: { html, text } });
      throw error;
    }
  }

  return {
    list: ({ search, status, page, limit }) =>
      store.campaigns.page({ search, status }, (page - 1) * limit, limit),
    get,
    from: (filter, limit, position) => store.campaigns.from(filter, limit, position),
    placeOf: (filter, id) => store.campaigns.placeOf(filter, get(id).id),
    report: async (id) => reportOn(store, get(id)),
    engagement: async (id, bucket) => engagementOf(store, get(id).id, bucket),
    async create(input) {
      const draft = { ...input, id: store.newId('campaign'), created_at: clock.now() };
      const campaign = newCampaign({ ...draft, send_time: input.send_time ?? null });
      await deps.checkTemplates(campaign);
      return save(withStatus(campaign));
    },
    async update(id, patch) {
      // It may be changed or sent while the templates are checked.
      for (;;) {
        const campaign = await getEditable(id, patch);
        const edited = mergeCampaign(campaign, patch);
        await deps.checkTemplates(edited);
        if (get(id) !== campaign) continue;
        const changed = withStatus(edited);
        if (isSame(changed, campaign)) return campaign;
        return save({ ...changed, last_start: null, updated_at: clock.now() });
      }
    },
    remove(id) {
      requireEditable(get(id), 'delete');
      store.commit((tx) => tx.remove('campaigns', id));
    },
    async send(id) {
      for (;;) {
        const campaign = get(id);
        requireEditable(campaign, 'send');
        const started = await sending.start(campaign);
        if (started) return started;
      }
    },
    resume() {
      for (const campaign of store.campaigns.withStatus('scheduled')) schedule(campaign);
    },
  };
}
