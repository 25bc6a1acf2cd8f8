import type { CampaignStatus } from '../../src/contract/campaign.js';
import type { Address } from '../shell/address/address.js';
import { statuses } from './campaign-words.js';

/** What is shown of an opened campaign. */
const views = ['report', 'preview', 'edit'] as const;
export type View = (typeof views)[number];

/**
 * Where one is among the campaigns: `#/campaigns/campaign_1a2b3c4d/preview?status=sent&contact=contact_1a2b3c4d`. `id` is
 * `new` for one that is being written, `from` the campaign that it is a copy of. A null view is the best one.
 */
export interface Route {
  id: string | null;
  view: View | null;
  status: CampaignStatus | null;
  search: string;
  contact: string | null;
  from: string | null;
}

export const closed = { id: null, view: null, contact: null, from: null } as const;

export function routeOf({ steps: [id, view], query }: Address): Route {
  return {
    id: id ?? null,
    view: views.find((each) => each === view) ?? null,
    status: statuses.find((each) => each === query.get('status')) ?? null,
    search: query.get('search') ?? '',
    contact: query.get('contact'),
    from: query.get('from'),
  };
}

export function addressOf({ id, view, ...rest }: Route): Address {
  const query = filterOf(rest);
  if (rest.contact) query.set('contact', rest.contact);
  if (rest.from) query.set('from', rest.from);
  return { page: 'campaigns', steps: id ? [id, ...(view ? [view] : [])] : [], query };
}

/** The filters of the list. */
export function filterOf({ status, search }: Pick<Route, 'status' | 'search'>): URLSearchParams {
  const query = new URLSearchParams();
  if (status) query.set('status', status);
  if (search !== '') query.set('search', search);
  return query;
}

/** The address of the inbox with the mails of a campaign that match `term`, as `is:opened`. */
export const mailsOf = (id: string, term = ''): Address => ({
  page: 'inbox',
  steps: [],
  query: new URLSearchParams({ q: `campaign:${id} ${term}`.trim() }),
});
