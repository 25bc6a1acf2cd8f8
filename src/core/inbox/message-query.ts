import type { MessageRecord } from '../../contract/message.js';
import { invalidField } from '../../contract/errors.js';
import type { MessageGroup } from '../ports/ports.js';
import { recipientsOf, senderOf, singleSpaced } from '../messages/search-text.js';

/** Which messages: everything given must hold. */
export interface MessageFilter {
  q?: string | undefined;
  to?: string | undefined;
  from?: string | undefined;
  subject?: string | undefined;
  campaign?: string | undefined;
  contact?: string | undefined;
  status?: string | undefined;
  /** Received at or after (ms). */
  since?: number | undefined;
}

export type MessagePredicate = (message: MessageRecord) => boolean;

const has = (text: string, part: string): boolean => text.toLowerCase().includes(part);

/** One test by its operator, as `to:` or as a parameter. Values are compared without regard to case. */
const operators = new Map<string, (value: string) => MessagePredicate>(
  Object.entries({
    to: (value) => (message) => has(recipientsOf(message), value),
    from: (value) => (message) => has(senderOf(message), value),
    subject: (value) => (message) => has(message.subject, value),
    campaign: (value) => (message) => message.campaign_id === value,
    contact: (value) => (message) => message.contact_id === value,
    status: (value) => (message) => message.status === value,
    has: (value) => {
      if (value !== 'attachment') throw invalidField('q', 'Expected has:attachment');
      return (message) => message.attachment_count > 0;
    },
    is: (value) => {
      if (value !== 'unread' && value !== 'read') throw invalidField('q', 'Expected is:unread or is:read');
      return (message) => message.unread === (value === 'unread');
    },
    before: (value) => {
      const at = dateOf('before', value);
      return (message) => message.received_at < at;
    },
    after: (value) => {
      const at = dateOf('after', value);
      return (message) => message.received_at >= at;
    },
    larger: (value) => {
      const bytes = bytesOf('larger', value);
      return (message) => message.size > bytes;
    },
    smaller: (value) => {
      const bytes = bytesOf('smaller', value);
      return (message) => message.size < bytes;
    },
  } satisfies Record<string, (value: string) => MessagePredicate>),
);

function dateOf(operator: string, value: string): number {
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw invalidField('q', `Expected a date after ${operator}:, such as 2024-03-25`);
  return at;
}

function bytesOf(operator: string, value: string): number {
  const match = /^(\d+)(k|m)?b?$/.exec(value);
  if (!match) throw invalidField('q', `Expected a size after ${operator}:, such as 100k or 2m`);
  return Number(match[1]) * (match[2] === 'm' ? 1024 * 1024 : match[2] === 'k' ? 1024 : 1);
}

// A term: perhaps a minus, perhaps an operator, then a "phrase" or a word.
const term = /(-?)(?:([a-z]+):)?(?:"([^"]*)"|(\S+))/gi;

/**
 * What a search is made of: tests on rows, and words that must (not) stand in subject, addresses or text. Two shortcuts
 * follow from these: `groups` that a row must belong to, and `parts` that its text must have.
 */
export interface MessageSearch {
  tests: MessagePredicate[];
  words: { text: string; negated: boolean }[];
  groups: MessageGroup[];
  parts: string[];
  /** Received at or after (ms). */
  since: number;
}

const emptySearch = (): MessageSearch => ({
  tests: [],
  words: [],
  groups: [],
  parts: [],
  since: -Infinity,
});

/** Adds a test by its operator and the shortcut that it allows. */
function addTest(search: MessageSearch, name: string, value: string): void {
  const build = operators.get(name);
  if (!build) return;
  if (name === 'campaign' || name === 'contact' || name === 'status') search.groups.push(`${name}:${value}`);
  else if (name === 'is' && value === 'unread') search.groups.push('unread');
  else if (name === 'after') search.since = Math.max(search.since, dateOf(name, value));
  else search.tests.push(build(value));
  if (name === 'to' || name === 'from' || name === 'subject') search.parts.push(singleSpaced(value));
}

/**
 * Undocumented: we chose the filter language of the inbox: `from: to: subject: campaign: status: has: is: before:
 * after: larger: smaller:`.
 */
function addQuery(search: MessageSearch, q: string): void {
  for (const [whole, minus, operator, phrase, word] of q.matchAll(term)) {
    const value = (phrase ?? word ?? '').toLowerCase();
    const negated = minus === '-';
    const name = operator?.toLowerCase() ?? '';
    const build = operators.get(name);
    if (build) {
      if (!negated) addTest(search, name, value);
      else {
        const test = build(value);
        search.tests.push((message) => !test(message));
      }
      continue;
    }
    const text = singleSpaced(operator ? whole.slice(negated ? 1 : 0).toLowerCase() : value);
    if (text === '') continue;
    search.words.push({ text, negated });
    if (!negated) search.parts.push(text);
  }
}

/** The search that the parameters of a list ask for. */
export function searchOf(filter: MessageFilter): MessageSearch {
  const search = emptySearch();
  for (const name of ['to', 'from', 'subject', 'campaign', 'contact', 'status'] as const) {
    const value = filter[name];
    if (value) addTest(search, name, name === 'campaign' || name === 'contact' ? value : value.toLowerCase());
  }
  if (filter.since !== undefined) search.since = filter.since;
  addQuery(search, filter.q ?? '');
  return search;
}
