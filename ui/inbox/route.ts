import type { Address } from '../shell/address.js';

/** The parts of an opened message, in the order of their tabs. */
export const tabs = ['html', 'text', 'source', 'headers', 'raw', 'links', 'smtp', 'timeline'] as const;
export type Tab = (typeof tabs)[number];

/** Where one is in the inbox: `#/inbox/email_1a2b3c4d/headers?q=from%3Aada`. A null tab is the best one. */
export interface Route {
  id: string | null;
  tab: Tab | null;
  q: string;
}

const isTab = (text: string | undefined): text is Tab => tabs.some((tab) => tab === text);

export function routeOf({ steps: [id, tab], query }: Address): Route {
  const q = query.get('q') ?? '';
  return id ? { id, tab: isTab(tab) ? tab : null, q } : { id: null, tab: null, q };
}

export function addressOf({ id, tab, q }: Route): Address {
  return {
    page: 'inbox',
    steps: [...(id ? [id] : []), ...(id && tab ? [tab] : [])],
    query: new URLSearchParams(q === '' ? {} : { q }),
  };
}
