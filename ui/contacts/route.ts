import type { ContactStatus } from '../../src/contract/contact.js';
import type { Address } from '../shell/address/address.js';
import { tagsOf } from '../words/contact-words.js';

/** What stands beside the list: a contact, the form of one, or an import. */
export type Opened =
  | { at: 'list' }
  | { at: 'new' }
  | { at: 'import' }
  | { at: 'contact'; id: string }
  | { at: 'edit'; id: string };

/** Where one is among the contacts: `#/contacts/contact_1a2b3c4d/edit?search=ada&tags=vip,news&status=active`. */
export interface Route {
  opened: Opened;
  search: string;
  tags: readonly string[];
  status: ContactStatus | null;
}

export const statuses: readonly { value: ContactStatus; word: string }[] = [
  { value: 'active', word: 'Active' },
  { value: 'unsubscribed', word: 'Unsubscribed' },
];

function openedOf([id, part]: readonly string[]): Opened {
  if (id === undefined || id === '') return { at: 'list' };
  if (id === 'new' || id === 'import') return { at: id };
  return { at: part === 'edit' ? 'edit' : 'contact', id };
}

export function routeOf({ steps, query }: Address): Route {
  const status = statuses.find(({ value }) => value === query.get('status'))?.value ?? null;
  return {
    opened: openedOf(steps),
    search: query.get('search') ?? '',
    tags: tagsOf(query.get('tags') ?? ''),
    status,
  };
}

function stepsOf(opened: Opened): string[] {
  switch (opened.at) {
    case 'list':
      return [];
    case 'new':
    case 'import':
      return [opened.at];
    case 'contact':
      return [opened.id];
    case 'edit':
      return [opened.id, 'edit'];
  }
}

/** The filters as the API takes them. */
export function filterOf({ search, tags, status }: Route): URLSearchParams {
  const query = new URLSearchParams();
  if (search !== '') query.set('search', search);
  if (tags.length > 0) query.set('tags', tags.join(','));
  if (status) query.set('status', status);
  return query;
}

export const addressOf = (route: Route): Address => ({
  page: 'contacts',
  steps: stepsOf(route.opened),
  query: filterOf(route),
});

export const isNarrowed = ({ search, tags, status }: Route): boolean =>
  search !== '' || tags.length > 0 || status !== null;

/** The contact that is open, or being edited. */
export const openId = ({ opened }: Route): string | null => ('id' in opened ? opened.id : null);
