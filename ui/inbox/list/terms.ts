/** A search as its terms: a phrase in quotes, with or without an operator, is one. */
export const termsOf = (q: string): string[] => q.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];

/** The search with a term switched on or off. */
export function toggled(q: string, term: string): string {
  const terms = termsOf(q);
  return (terms.includes(term) ? terms.filter((other) => other !== term) : [...terms, term]).join(' ');
}

/** The term that finds the mail of a campaign and of no other: its name may be that of another, or a part of it. */
export const campaignTerm = (id: string): string => `campaign:${id}`;

/** The ids of campaigns that a search names. */
export const campaignsIn = (q: string): string[] => q.match(/campaign_[0-9a-z]{8}/g) ?? [];

export interface Filter {
  term: string;
  word: string;
}

/** Those that are always in sight. */
export const mainFilters: readonly Filter[] = [
  { term: 'is:unread', word: 'Unread' },
  { term: 'is:bounced', word: 'Bounced' },
  { term: 'has:attachment', word: 'Attachments' },
];

/** Those of the menu. */
export const moreFilters: readonly Filter[] = [
  { term: 'is:opened', word: 'Opened' },
  { term: 'is:clicked', word: 'Clicked' },
  { term: 'is:unsubscribed', word: 'Unsubscribed' },
  { term: 'is:spam', word: 'Reported as spam' },
  { term: 'status:deferred', word: 'Deferred' },
  { term: 'kind:campaign', word: 'Campaign mail' },
  { term: 'kind:welcome', word: 'Welcome mail' },
  { term: 'kind:transactional', word: 'Transactional' },
  { term: 'kind:smtp', word: 'Over SMTP' },
];
