import { yieldToEventLoop } from '../../contract/event-loop.js';
import { createPace } from '../time/pace.js';
import type { MessageRecord } from '../../contract/message.js';
import { searchOf } from './message-query.js';
import { createMatcher } from './message-matcher.js';
import type { MatcherDeps } from './message-matcher.js';
import { createSources } from './message-sources.js';
import type { Source } from './message-sources.js';
import { campaignsNamedIn } from './campaign-names.js';
import type { MessageFilter, MessageSearch } from './message-query.js';
import type { ListPosition, MailSearchIndex, Store } from '../ports/ports.js';
import type { ParseQueue } from './parse-queue.js';

/**
 * A page of the inbox. Undocumented: we chose that `total` is a lower bound where `total_exact` is false: a search need
 * not read all mail.
 */
export interface MessageList {
  rows: MessageRecord[];
  total: number;
  total_exact: boolean;
  next: ListPosition | null;
}

export interface MessageListDeps extends MatcherDeps {
  store: Store;
  parseQueue: Pick<ParseQueue, 'caughtUp' | 'isUnread'>;
  text: MailSearchIndex;
}

// What looking at a row costs: a test of its fields, a look at its text, reading the mail for a header.
const costOfText = 20;
const costOfReading = 200;
/** A count goes on beyond the page for so many rows, or for looks at texts and mail of that cost together. */
const countedRows = 200_000;
const countedCost = 1000;
/** A long search yields to the event loop after so many rows. */
const rowsPerTurn = 4000;

/** After all mail. */
const theEnd: ListPosition = { id: '', ordinal: 0 };

interface PageAsked {
  /** Rows that may be shown: what is not read yet matches no search, nor does it fail one. */
  shows(row: MessageRecord): boolean;
  limit: number;
  /** A position, or how many matches come before the page. */
  after: ListPosition | number | undefined;
}

const costOf = ({ words, headers }: MessageSearch): number => {
  if (headers.length > 0) return costOfReading;
  return words.length > 0 ? costOfText : 1;
};

const mostCounted = (search: MessageSearch): number => (costOf(search) === 1 ? countedRows : countedCost);

/** The row before a page that begins after so many rows of a group. */
function positionBefore(
  { messages }: Pick<Store, 'messages'>,
  { groups }: MessageSearch,
  count: number,
): ListPosition | undefined {
  return count === 0 ? undefined : (messages.positionAt(count - 1, groups[0]) ?? theEnd);
}

/** Its bytes have arrived, and its sender knows: a mail that is still queued could not be opened or clicked. */
const hasArrived = ({ stored, status }: MessageRecord): boolean => stored && status !== 'queued';

/** Goes through a source until `enough` says so; answers whether it came to the end. */
function createWalk(messages: Store['messages'], { matches, hasHeaders }: ReturnType<typeof createMatcher>) {
  return async function walk(
    source: Source,
    search: MessageSearch,
    { from, enough }: { from?: ListPosition | undefined; enough(row: MessageRecord | null): boolean },
  ): Promise<boolean> {
    let position = from;
    const pace = createPace();
    for (;;) {
      let looked = 0;
      let last: MessageRecord | null = null;
      let needsHeaders: MessageRecord | null = null;
      for (const row of source(position)) {
        if (row.received_at < search.since && messages.isInTime()) return true;
        last = row;
        const found = matches(row, search) ? row : null;
        if (found && search.headers.length > 0) needsHeaders = found;
        else if (enough(found)) return false;
        looked += costOf(search);
        if (needsHeaders || looked >= rowsPerTurn) break;
      }
      position = (last && messages.positionOf(last.id)) ?? position;
      if (needsHeaders) {
        // A small mail is read without a turn of the event loop.
        await pace();
        if (enough((await hasHeaders(needsHeaders, search)) ? needsHeaders : null)) return false;
        continue;
      }
      if (looked < rowsPerTurn) return true;
      // Rows may change meanwhile, so the walk begins anew from where it was.
      await yieldToEventLoop();
    }
  };
}

/** Lists mail at the cost of the page: by the indexes where the search allows it, and never counting for long. */
export function createMessageList({ store, parseQueue, text, headersOf }: MessageListDeps) {
  const { messages } = store;
  const walk = createWalk(messages, createMatcher({ text, headersOf }));
  const sourceOf = createSources(store, text);
  const isRead = (row: MessageRecord) => !parseQueue.isUnread(row);

  /** The count of a search that needs no looking; null where rows must be looked at. */
  function knownCount({ groups, tests, words, headers, since, ids }: MessageSearch): number | null {
    const isTested = tests.length > 0 || words.length > 0 || headers.length > 0 || ids !== null;
    if (isTested || groups.length > 1) return null;
    if (since === -Infinity) return messages.countKept(groups[0]);
    return messages.isInTime() ? messages.countSince(since, groups[0]) : null;
  }

  /** A page and, from the start, the count in the same walk: no row is looked at twice. */
  async function pageFrom(source: Source, search: MessageSearch, { shows, limit, after }: PageAsked) {
    const rows: MessageRecord[] = [];
    const known = knownCount(search);
    // Where all of a group matches, its order knows the row before the page.
    const from = known !== null && typeof after === 'number' ? positionBefore(store, search, after) : after;
    const skipped = typeof from === 'number' ? from : 0;
    const position = typeof from === 'object' ? messages.pageStart(from) : undefined;
    const counts = known === null && position === undefined;
    let left = counts ? mostCounted(search) : 0;
    let total = 0;
    const ended = await walk(source, search, {
      from: position,
      enough(row) {
        left -= costOf(search);
        if (row && shows(row)) {
          total += 1;
          if (total > skipped && rows.length <= limit) rows.push(row);
        }
        return rows.length > limit && left <= 0;
      },
    });
    if (known !== null) return { rows, total: known, total_exact: true };
    return counts ? { rows, total, total_exact: ended } : { rows, ...(await count(source, search, shows)) };
  }

  async function page(filter: MessageFilter, asked: PageAsked): Promise<MessageList> {
    const search = searchOf(filter, campaignsNamedIn(store));
    const { limit } = asked;
    const { rows, ...counted } = await pageFrom(sourceOf(search), search, asked);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const next = (last && messages.positionOf(last.id)) ?? null;
    return { rows: rows.slice(0, limit), next, ...counted };
  }

  async function list(
    filter: MessageFilter,
    limit: number,
    after?: ListPosition | number,
  ): Promise<MessageList> {
    await parseQueue.caughtUp();
    return page(filter, { shows: isRead, limit, after });
  }

  const listRead = (
    filter: MessageFilter,
    limit: number,
    after?: ListPosition | number,
  ): Promise<MessageList> => page(filter, { shows: isRead, limit, after });

  /** The newest of the mail that has arrived and is read by now. */
  async function arrived(filter: MessageFilter, limit: number): Promise<MessageRecord[]> {
    const shows = (row: MessageRecord) => hasArrived(row) && isRead(row);
    return (await page(filter, { shows, limit, after: undefined })).rows;
  }

  async function placeOf(filter: MessageFilter, id: string): Promise<number | null> {
    await parseQueue.caughtUp();
    const search = searchOf(filter, campaignsNamedIn(store));
    if (knownCount(search) !== null) return messages.placeOf(id, search.groups[0]);
    let before = 0;
    let left = countedRows;
    let isFound = false;
    await walk(sourceOf(search), search, {
      enough(row) {
        isFound = row?.id === id;
        if (row && !isFound) before += 1;
        left -= costOf(search);
        return isFound || left <= 0;
      },
    });
    return isFound ? before : null;
  }

  async function count(source: Source, search: MessageSearch, shows: PageAsked['shows']) {
    let total = 0;
    let left = mostCounted(search);
    const total_exact = await walk(source, search, {
      enough(row) {
        total += Number(row !== null && shows(row));
        left -= costOf(search);
        return left <= 0;
      },
    });
    return { total, total_exact };
  }
  return { list, listRead, arrived, placeOf };
}
