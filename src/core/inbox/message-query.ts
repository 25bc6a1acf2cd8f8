import { folded } from '../../contract/text/folding.js';
import { invalidField } from '../../contract/errors.js';
import type { CampaignId } from '../../contract/ids.js';
import type { Header } from '../../contract/message.js';
import type { MessageGroup } from '../ports/ports.js';
import { dateOf, hasOwnValues, requireOperator, rowOperators } from './query-operators.js';
import type { MessagePredicate } from './query-operators.js';

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
  /** Only these. */
  ids?: readonly string[] | undefined;
}

/**
 * What a search is made of: tests on rows, words that must (not) stand in subject, addresses or text, and tests on the headers,
 * for which a mail is read. Two shortcuts follow from these: `groups` that a row must belong to, and `parts` that its text
 * must have; `ids` is a third.
 */
export interface MessageSearch {
  tests: MessagePredicate[];
  words: { text: string; negated: boolean }[];
  headers: ((headers: readonly Header[]) => boolean)[];
  groups: MessageGroup[];
  parts: string[];
  /** Received at or after (ms). */
  since: number;
  /** Only these; null for any. */
  ids: ReadonlySet<string> | null;
}

/** The campaigns with a name, or a part of it. */
export type CampaignsNamed = (name: string) => CampaignId[];

// Words with a colon behind their first letters that are no operators: addresses of the web, and names as `std::string`.
const likeUrl = '(?:mailto|tel|localhost):|[^\\s:"]+:(?:\\/\\/|:)';
// `header:x-mailer="Pigeon Post"`: the name of the header stands before the quotes.
const quotedHeader = '(?<=header:)([^\\s"=:]+[=:])"([^"]*)"';
// A term: perhaps a minus, then an operator with its value, a "phrase" or a word. A value may lack, which is a mistake.
const term = new RegExp(
  `(-?)(?:(?!${likeUrl})([\\p{L}_][\\p{L}\\p{M}\\p{N}_-]*):(?:"([^"]*)"|${quotedHeader}|(\\S*))|"([^"]*)"|(\\S+))`,
  'giu',
);

interface Term {
  name: string;
  value: string;
  negated: boolean;
}

/** `header:x-mailer=foo` looks in one header, `header:foo` in the names and values of all. */
function headerTest({ value, negated }: Term): (headers: readonly Header[]) => boolean {
  const [, name, sought] = /^([!-9;-~]+?)\s*[=:]\s*(.*)$/.exec(value) ?? [];
  const isMet = (header: Header): boolean =>
    name === undefined
      ? folded(`${header.name}: ${header.value}`).includes(value)
      : header.name.toLowerCase() === name && folded(header.value).includes(sought ?? '');
  return (headers) => headers.some(isMet) !== negated;
}

/** A campaign by its id, else by its name or a part of it. */
function addCampaign(search: MessageSearch, { value, negated }: Term, campaignsNamed: CampaignsNamed): void {
  if (/^campaign_[0-9a-z]{8}$/.test(value)) {
    if (negated) search.tests.push(({ campaign_id }) => campaign_id !== value);
    else search.groups.push(`campaign:${value}`);
    return;
  }
  const ids = new Set<string>(campaignsNamed(value));
  search.tests.push(({ campaign_id }) => (campaign_id !== null && ids.has(campaign_id)) !== negated);
}

/** Adds a test by its operator and the shortcut that it allows. */
function addTest(search: MessageSearch, asked: Term, campaignsNamed: CampaignsNamed): void {
  const { name, value, negated } = asked;
  requireOperator(name);
  // Those with values of their own list them.
  if (value.trim() === '' && !hasOwnValues(name))
    throw invalidField(
      'q',
      `Expected text right behind ${name}:, such as ${name}:word or ${name}:"some words"`,
    );
  if (name === 'campaign') return addCampaign(search, asked, campaignsNamed);
  if (name === 'header') return void search.headers.push(headerTest(asked));
  const test = rowOperators.get(name)?.(value);
  if (!test) return;
  if (negated) return void search.tests.push((message) => !test(message));
  if (name === 'contact' || name === 'status') search.groups.push(`${name}:${value}`);
  else if (name === 'is' && value === 'unread') search.groups.push('unread');
  else if (name === 'after') search.since = Math.max(search.since, dateOf(name, value));
  else search.tests.push(test);
  if (name === 'to' || name === 'from' || name === 'subject') search.parts.push(value);
}

function addWord(search: MessageSearch, text: string, negated: boolean): void {
  if (text.trim() === '') throw invalidField('q', 'Expected words between the quotes');
  search.words.push({ text, negated });
  if (!negated) search.parts.push(text);
}

/**
 * Undocumented: we chose the filter language of the inbox: `from: to: subject: campaign: contact: status: kind: header: id: has:
 * is: bounce: before: after: larger: smaller:`. A word with a colon that is none of these is a mistake, unless it stands in
 * quotes, and so is what holds nothing that can be seen.
 */
function addQuery(search: MessageSearch, q: string, campaignsNamed: CampaignsNamed): void {
  const text = folded(q);
  if (text.trim() === '' && q.trim() !== '') throw invalidField('q', 'Expected words that can be seen');
  for (const [, minus, name, quoted, header, sought, plain, phrase, word] of text.matchAll(term)) {
    const negated = minus === '-';
    if (name === undefined) addWord(search, phrase ?? word ?? '', negated);
    else addTest(search, { name, value: quoted ?? plain ?? `${header}${sought}`, negated }, campaignsNamed);
  }
}

const texts = ['to', 'from', 'subject', 'campaign', 'contact', 'status'] as const;

/** Throws a 400 for a filter that would be all mail, as what a script with an empty variable asks for is. */
export function requireNoEmpty(filter: MessageFilter): void {
  for (const name of ['q', ...texts] as const)
    if (filter[name] !== undefined && folded(filter[name]).trim() === '')
      throw invalidField(name, 'Expected a filter that is not empty: without any, all mail is meant');
}

/** The search that the parameters of a list ask for. */
export function searchOf(filter: MessageFilter, campaignsNamed: CampaignsNamed): MessageSearch {
  const search: MessageSearch = {
    tests: [],
    words: [],
    headers: [],
    groups: [],
    parts: [],
    since: -Infinity,
    ids: filter.ids ? new Set(filter.ids) : null,
  };
  for (const name of texts) {
    if (!filter[name]) continue;
    const value = folded(filter[name]);
    if (value.trim() === '') throw invalidField(name, 'Expected text that can be seen');
    addTest(search, { name, value, negated: false }, campaignsNamed);
  }
  if (filter.since !== undefined) search.since = filter.since;
  addQuery(search, filter.q ?? '', campaignsNamed);
  return search;
}
