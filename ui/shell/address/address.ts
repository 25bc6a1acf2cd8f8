/** What the address bar says: `#/inbox/email_1a2b3c4d/headers?q=from%3Aada` is a page, steps in it, and a query. */
export interface Address {
  page: string;
  steps: readonly string[];
  query: URLSearchParams;
}

/** Changes the address. `push` makes a step that the back button undoes. */
export type Go = (address: Address, how: 'push' | 'replace') => void;

/** Reads a hash. One that names no page is the start of the first one; whether there is the page that it names is not known here. */
export function parseAddress(hash: string, firstPage: string): Address {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  // A slash too many names nothing.
  const [page = firstPage, ...steps] = path.split('/').filter((step) => step !== '');
  return { page, steps: steps.map(unescapeOr), query: new URLSearchParams(search) };
}

export function formatAddress({ page, steps, query }: Address): string {
  const path = ['#', page, ...steps.map(encodeURIComponent)].join('/');
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

function unescapeOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
