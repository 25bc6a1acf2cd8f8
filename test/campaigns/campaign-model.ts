import fc from 'fast-check';
import type { Campaign } from '../../src/index.js';
import { shownTime } from '../support/model-run.js';

/** What a call may say of a campaign; absent fields are not named. */
export interface CampaignBody {
  name?: string;
  subject?: string;
  from_name?: string | null;
  from_email?: string;
  reply_to?: string | null;
  content?: { html?: string | null; text?: string | null };
  recipients?: { type: 'all' | 'tags'; tags?: string[]; exclude_tags?: string[] };
  settings?: Partial<Record<(typeof switches)[number], boolean | null>> | null;
  send_time?: string | null;
}
export type NewCampaign = CampaignBody &
  Required<Pick<CampaignBody, 'name' | 'subject' | 'from_email'>> &
  Required<Pick<CampaignBody, 'content' | 'recipients'>>;

/** A campaign as the model has it: all that a call shows but its id. */
export type ModelCampaign = Omit<Campaign, 'id'>;

const switches = ['track_opens', 'track_clicks', 'google_analytics'] as const;
const unset = { track_opens: true, track_clicks: true, google_analytics: false };

const contentOf = ({ html, text }: NewCampaign['content']) => ({ html: html || null, text: text || null });
const recipientsOf = ({ type, tags = [], exclude_tags = [] }: NewCampaign['recipients']) => ({
  ...{ type, tags: type === 'tags' ? tags : [], exclude_tags },
});
const settingsOf = (given: CampaignBody['settings'], before: Campaign['settings']): Campaign['settings'] =>
  given === null
    ? unset
    : (Object.fromEntries(
        switches.map((name) => [
          name,
          given?.[name] === undefined ? before[name] : (given[name] ?? unset[name]),
        ]),
      ) as Campaign['settings']);
const timed = (send_time: string | null | undefined, now: number) =>
  ({
    send_time: send_time ? shownTime(Date.parse(send_time)) : null,
    status: send_time && Date.parse(send_time) > now ? 'scheduled' : 'draft',
  }) as const;

export const created = (body: NewCampaign, now: number): ModelCampaign => ({
  ...{ name: body.name, subject: body.subject, from_email: body.from_email },
  ...{ from_name: body.from_name || null, reply_to: body.reply_to || null },
  content: contentOf(body.content),
  recipients: recipientsOf(body.recipients),
  settings: settingsOf(body.settings, unset),
  ...timed(body.send_time, now),
  recipient_count: 0,
  ...{ created_at: shownTime(now), updated_at: shownTime(now), sent_at: null },
});

export function edited(before: ModelCampaign, body: CampaignBody, now: number): ModelCampaign {
  const { name, subject, from_email, from_name, reply_to, content, recipients } = body;
  const after: ModelCampaign = {
    ...before,
    ...(name !== undefined && { name }),
    ...(subject !== undefined && { subject }),
    ...(from_email !== undefined && { from_email }),
    ...(from_name !== undefined && { from_name: from_name || null }),
    ...(reply_to !== undefined && { reply_to: reply_to || null }),
    ...(content && { content: contentOf(content) }),
    ...(recipients && { recipients: recipientsOf(recipients) }),
    ...(body.settings !== undefined && { settings: settingsOf(body.settings, before.settings) }),
    ...(body.send_time !== undefined && timed(body.send_time, now)),
  };
  const isSame = JSON.stringify(after) === JSON.stringify(before);
  return { ...after, updated_at: isSame ? before.updated_at : shownTime(now) };
}

/** The people to whom campaigns go, with their tags. */
export const people: Readonly<Record<string, string[]>> = {
  'a@x.test': ['vip'],
  'b@x.test': ['vip', 'new'],
  'c@x.test': ['new'],
  'd@x.test': [],
};

/** To how many it goes: those with any of its tags, or all, less those with any of the others. */
export const audienceOf = ({ recipients: { type, tags, exclude_tags } }: ModelCampaign): number =>
  Object.values(people).filter(
    (has) =>
      (type === 'all' || has.some((tag) => tags.includes(tag))) &&
      !has.some((tag) => exclude_tags.includes(tag)),
  ).length;

export interface CampaignQuery {
  search?: string;
  status?: Campaign['status'];
}

export const isListed = ({ name, subject, status }: ModelCampaign, query: CampaignQuery): boolean =>
  (query.status === undefined || status === query.status) &&
  [name, subject].some((text) => text.toLowerCase().includes((query.search ?? '').toLowerCase()));

const tags = fc.uniqueArray(fc.constantFrom('vip', 'new', 'nobody'), { minLength: 1, maxLength: 2 });
const fields = {
  name: fc.constantFrom('Spring', 'Summer Sale', 'Ünal'),
  subject: fc.constantFrom('Hello', 'Sale', 'Grüße ☀️'),
  from_email: fc.constantFrom('team@x.test', 'news@x.test'),
  from_name: fc.constantFrom(null, '', 'The team'),
  reply_to: fc.constantFrom(null, '', 'help@x.test'),
  content: fc.constantFrom<NonNullable<CampaignBody['content']>[]>(
    { html: '<p>Hi</p>' },
    { text: 'Hi' },
    { html: '<b>Hi</b>', text: 'Hi' },
    { html: '', text: 'Hi' },
    { html: '<p>Hi</p>', text: null },
  ),
  recipients: fc.oneof(
    fc.constant({ type: 'all' as const }),
    fc.record({ type: fc.constant('all' as const), exclude_tags: tags }),
    fc.record({ type: fc.constant('tags' as const), tags }),
    fc.record({ type: fc.constant('tags' as const), tags, exclude_tags: tags }),
  ),
  settings: fc.option(
    fc.record(
      {
        track_opens: fc.option(fc.boolean()),
        track_clicks: fc.option(fc.boolean()),
        google_analytics: fc.option(fc.boolean()),
      },
      { requiredKeys: [] },
    ),
  ),
  send_time: fc.constantFrom(
    ...[
      null,
      '2024-03-25T10:00:00Z',
      '2030-01-01T00:00:30Z',
      '2030-01-01T02:00:00+01:00',
      '2031-01-01T00:00:00.5Z',
    ],
  ),
};

export const newCampaigns: fc.Arbitrary<NewCampaign> = fc.record(fields, {
  requiredKeys: ['name', 'subject', 'from_email', 'content', 'recipients'],
});
export const edits: fc.Arbitrary<CampaignBody> = fc.record(fields, { requiredKeys: [] });
export const queries: fc.Arbitrary<CampaignQuery> = fc.record(
  {
    search: fc.constantFrom('', 's', 'SALE', 'ü', 'nope'),
    status: fc.constantFrom<Campaign['status'][]>('draft', 'scheduled', 'sent', 'sending'),
  },
  { requiredKeys: [] },
);
