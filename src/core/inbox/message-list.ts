import { yieldToEventLoop } from '../time/clock.js';
import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import { searchOf } from './message-query.js';
import { createMatcher } from './message-matcher.js';
import type { MatcherDeps } from './message-matcher.js';
import { campaignsNamedIn } from './campaign-names.js';
import type { MessageFilter, MessageSearch } from './message-query.js';
import type { MailSearchIndex, MessagePosition, Store } from '../ports/ports.js';
import type { ParseQueue } from './parse-queue.js';

/**
 * A page of the inbox. Undocumented: we chose that `total` is a lower bound where `total_exact` is false: a search need
 * not read all mail.
 */
export interface MessageList {
  rows: MessageRecord[];
  total: number;
  total_exact: boolean;
  next: MessagePosition | null;
}

export interface MessageListDeps extends MatcherDeps {
  store: Store;
  parseQueue: Pick<ParseQueue, 'caughtUp'>;
  text: MailSearchIndex;
}

// What may be found by its text is gathered and sorted up to here; a more common text is found soon by walking the list.
const mostGathered = 3000;
// A count goes on beyond the page for so many rows, a row whose text must be looked at being worth twenty.
const countedRows = 1000;
const costOfText = 20;
// A search for a header reads the mail.
const costOfReading = 200;
/** A long search yields to the event loop after so many rows. */
const rowsPerTurn = 4000;

const newestFirst = (a: MessagePosition, b: MessagePosition): number =>
  b.received_at - a.received_at || b.ordinal - a.ordinal;

/** Where rows are taken from, newest first, from after a position on. */
type Source = (position?: MessagePosition) => Iterable<MessageRecord>;

/** A row and where it stands in the list. */
interface Gathered {
  row: MessageRecord;
  position: MessagePosition;
}

const rowsFrom =
  (gathered: readonly Gathered[]): Source =>
  (from) =>
    gathered.flatMap(({ row, position }) => (!from || newestFirst(from, position) < 0 ? [row] : []));

/** Gathered rows of the last few searches. */
const keptGatherings = 4;

/** What was gathered, for as long as nothing changes: the pages after the first, and the same search again, cost the page. */
function createGatherings(stateOf: () => string) {
  let state = '';
  const kept = new Map<string, readonly Gathered[]>();
  return {
    get(key: string) {
      if (state !== stateOf()) kept.clear();
      return kept.get(key);
    },
    put(key: string, rows: readonly Gathered[]) {
      state = stateOf();
      kept.set(key, rows);
      const [oldest] = kept.keys();
      if (kept.size > keptGatherings && oldest !== undefined) kept.delete(oldest);
      return rows;
    },
  };
}

const costOf = ({ words, headers }: MessageSearch): number => {
  if (headers.length > 0) return costOfReading;
  return words.length > 0 ? costOfText : 1;
};

/** Lists mail at the cost of the page: by the indexes where the search allows it, and never counting for long. */
export function createMessageList({ store, parseQueue, text, headersOf }: MessageListDeps) {
  const { messages } = store;
  const { matches, hasHeaders } = createMatcher({ text, headersOf });
  const gatherings = createGatherings(() => `${store.seq} ${text.revision()}`);

  /** The rows among which every match is: a gathered few, or the smallest group. */
  function sourceOf({ groups, parts }: MessageSearch): Source {
    const [group = 'all'] = [...groups].sort((a, b) => messages.countKept(a) - messages.countKept(b));
    const walked: Source = (position) => messages.newestFirst(position, group);
    if (!parts.some((part) => part.length >= 3)) return walked;
    const known = gatherings.get(parts.join('\n'));
    if (known) return rowsFrom(known);
    const suspects = text.candidates(parts);
    const ids = suspects.ids(mostGathered);
    if (ids) return rowsFrom(gatherings.put(parts.join('\n'), gather(ids)));
    return function* (position) {
      for (const row of walked(position)) if (suspects.has(row.id) || !text.has(row.id)) yield row;
    };
  }
  function gather(ids: readonly MessageId[]): Gathered[] {
    const rows: MessageRecord[] = [];
    for (const id of ids) {
      const row = messages.get(id);
      if (row && !row.removed) rows.push(row);
    }
    // What has not arrived has no text yet.
    for (const row of messages.newestFirst(undefined, 'waiting')) if (!text.has(row.id)) rows.push(row);
    const gathered = rows.flatMap((row) => {
      const position = messages.positionOf(row.id);
      return position ? [{ row, position }] : [];
    });
    return gathered.sort((a, b) => newestFirst(a.position, b.position));
  }

  /** Goes through a source until `enough` says so; answers whether it came to the end. */
  async function walk(
    source: Source,
    search: MessageSearch,
    { from, enough }: { from?: MessagePosition | undefined; enough(row: MessageRecord | null): boolean },
  ): Promise<boolean> {
    let position = from;
    for (;;) {
      let looked = 0;
      let last: MessageRecord | null = null;
      let unread: MessageRecord | null = null;
      for (const row of source(position)) {
        if (row.received_at < search.since) return true;
        last = row;
        const found = matches(row, search) ? row : null;
        if (found && search.headers.length > 0) unread = found;
        else if (enough(found)) return false;
        looked += costOf(search);
        if (unread || looked >= rowsPerTurn) break;
      }
      position = (last && messages.positionOf(last.id)) ?? position;
      if (unread) {
        if (enough((await hasHeaders(unread, search)) ? unread : null)) return false;
        continue;
      }
      if (looked < rowsPerTurn) return true;
      // Rows may change meanwhile, so the walk begins anew from where it was.
      await yieldToEventLoop();
    }
  }

  /** The count of a search that needs no looking; null where rows must be looked at. */
  function knownCount({ groups, tests, words, headers, since }: MessageSearch): number | null {
    const isTested = tests.length > 0 || words.length > 0 || headers.length > 0;
    const plain = !isTested && groups.length <= 1 && since === -Infinity;
    return plain ? messages.countKept(groups[0]) : null;
  }

  /** A page and, from the start, the count in the same walk: no row is looked at twice. */
  async function pageFrom(source: Source, search: MessageSearch, limit: number, from?: MessagePosition) {
    const rows: MessageRecord[] = [];
    const known = knownCount(search);
    const counts = known === null && from === undefined;
    let left = counts ? countedRows : 0;
    let total = 0;
    const ended = await walk(source, search, {
      from,
      enough(row) {
        left -= costOf(search);
        if (row) {
          total += 1;
          if (rows.length <= limit) rows.push(row);
        }
        return rows.length > limit && left <= 0;
      },
    });
    if (known !== null) return { rows, total: known, total_exact: true };
    return counts ? { rows, total, total_exact: ended } : { rows, ...(await count(source, search)) };
  }

  return async (filter: MessageFilter, limit: number, after?: MessagePosition): Promise<MessageList> => {
    await parseQueue.caughtUp();
    const search = searchOf(filter, campaignsNamedIn(store));
    const { rows, ...counted } = await pageFrom(sourceOf(search), search, limit, after);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const next = (last && messages.positionOf(last.id)) ?? null;
    return { rows: rows.slice(0, limit), next, ...counted };
  };

  async function count(source: Source, search: MessageSearch) {
    let total = 0;
    let left = countedRows;
    const total_exact = await walk(source, search, {
      enough(row) {
        total += Number(row !== null);
        left -= costOf(search);
        return left <= 0;
      },
    });
    return { total, total_exact };
  }
}
