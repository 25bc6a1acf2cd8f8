import type { Address } from '../shell/address/address.js';

/** The parts of an opened message, in the order of their tabs. */
const tabs = ['html', 'text', 'source', 'headers', 'raw', 'links', 'smtp', 'timeline', 'compare'] as const;
export type Tab = (typeof tabs)[number];

/** Where one is in the inbox: `#/inbox/email_1a2b3c4d/headers?q=from%3Aada`. A null tab is the best one. */
export interface Route {
  id: string | null;
  tab: Tab | null;
  q: string;
  /** The mail beside which the opened one stands in the tab that compares two. */
  other?: string | null;
}

const isTab = (text: string | undefined): text is Tab => tabs.some((tab) => tab === text);

export function routeOf({ steps: [id, tab, other], query }: Address): Route {
  const q = query.get('q') ?? '';
  if (!id) return { id: null, tab: null, q };
  const route: Route = { id, tab: isTab(tab) ? tab : null, q };
  return tab === 'compare' && other ? { ...route, other } : route;
}

export function addressOf({ id, tab, q, other }: Route): Address {
  const steps = [id, id && tab, id && tab === 'compare' && other];
  return {
    page: 'inbox',
    steps: steps.flatMap((step) => step || []),
    query: new URLSearchParams(q === '' ? {} : { q }),
  };
}
