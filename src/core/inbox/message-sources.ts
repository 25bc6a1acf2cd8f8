import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import type { ListPosition, MailSearchIndex, Store } from '../ports/ports.js';
import type { MessageSearch } from './message-query.js';

// What may be found by its text is gathered and sorted up to here; a more common text is found soon by walking the list.
const mostGathered = 3000;
const newestFirst = (a: ListPosition, b: ListPosition): number => b.ordinal - a.ordinal;

/** Where rows are taken from, newest first, from after a position on. */
export type Source = (position?: ListPosition) => Iterable<MessageRecord>;

/** A mail and where it stands in the list. */
interface Gathered {
  id: MessageId;
  position: ListPosition;
}

/** What was gathered for the last few searches. */
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
    put(key: string, gathered: readonly Gathered[]) {
      state = stateOf();
      kept.set(key, gathered);
      const [oldest] = kept.keys();
      if (kept.size > keptGatherings && oldest !== undefined) kept.delete(oldest);
      return gathered;
    },
  };
}

/** Where a search takes its rows from: by the indexes, where it allows that. */
export function createSources(
  store: Pick<Store, 'messages' | 'seq'>,
  text: Pick<MailSearchIndex, 'has' | 'candidates' | 'revision'>,
): (search: MessageSearch) => Source {
  const { messages } = store;
  const gatherings = createGatherings(() => `${store.seq} ${text.revision()}`);

  /** Rows as they are when they are asked for: between two turns of a long search mail changes and goes. */
  const rowsFrom =
    (gathered: readonly Gathered[]): Source =>
    (from) =>
      gathered.flatMap(({ id, position }) => {
        const row = !from || newestFirst(from, position) < 0 ? messages.get(id) : undefined;
        return row && !row.removed ? [row] : [];
      });

  /** The rows among which every match is: a gathered few, or the smallest group. */
  function sourceOf({ groups, parts, ids: asked }: MessageSearch): Source {
    if (asked) return rowsFrom(inOrder([...asked].flatMap((id) => messages.get(id) ?? [])));
    const [group = 'all'] = [...groups].sort((a, b) => messages.countKept(a) - messages.countKept(b));
    const walked: Source = (position) => messages.newestFirst(position, group);
    if (!parts.some((part) => part.length >= 3)) return walked;
    const known = gatherings.get(parts.join('\n'));
    if (known) return rowsFrom(known);
    const candidates = text.candidates(parts);
    const ids = candidates.ids(mostGathered);
    if (ids) return rowsFrom(gatherings.put(parts.join('\n'), gather(ids)));
    return function* (position) {
      for (const row of walked(position)) if (candidates.has(row.id) || !text.has(row.id)) yield row;
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
    return inOrder(rows);
  }
  function inOrder(rows: readonly MessageRecord[]): Gathered[] {
    const placed = rows.flatMap((row) => {
      const position = row.removed ? undefined : messages.positionOf(row.id);
      return position ? [{ id: row.id, position }] : [];
    });
    return placed.sort((a, b) => newestFirst(a.position, b.position));
  }
  return sourceOf;
}
