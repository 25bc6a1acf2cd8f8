/** The parts of an opened message, in the order of their tabs. */
export const tabs = ['html', 'text', 'source', 'headers', 'raw', 'links', 'smtp', 'timeline'] as const;
export type Tab = (typeof tabs)[number];

/** What the address bar says: `#/inbox/email_1a2b3c4d/headers?q=from%3Aada`. A null tab is the best one. */
export interface Route {
  id: string | null;
  tab: Tab | null;
  q: string;
}

const isTab = (text: string | undefined): text is Tab => tabs.some((tab) => tab === text);

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [, page, id, tab] = path.split('/');
  const q = new URLSearchParams(query).get('q') ?? '';
  return page === 'inbox' && id
    ? { id: unescapeOr(id), tab: isTab(tab) ? tab : null, q }
    : { id: null, tab: null, q };
}

export function formatRoute({ id, tab, q }: Route): string {
  const path = ['#/inbox', ...(id ? [encodeURIComponent(id)] : []), ...(id && tab ? [tab] : [])].join('/');
  return q === '' ? path : `${path}?${new URLSearchParams({ q }).toString()}`;
}

function unescapeOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
