import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Index } from './index.js';

/**
 * Finds rows by a part of their text: which rows have a run of three characters, and then which have the whole part.
 * Costs nothing until it is first asked; then it is built in the background.
 */
export interface GramIndex<T> extends Required<Index<T>> {
  /** Rows whose text holds `part` (lower case), in no order; null where the index cannot help (yet). */
  holding(part: string): T[] | null;
}

const gramLength = 3;
const lineBreak = 10;

/** A number for the three characters at `at`. Two runs may share one: what is found is checked against the text. */
const gramAt = (text: string, at: number): number =>
  (Math.imul(text.charCodeAt(at), 0x9e3779b1) ^
    Math.imul(text.charCodeAt(at + 1), 0x85ebca6b) ^
    Math.imul(text.charCodeAt(at + 2), 0xc2b2ae35)) &
  0x3fffffff;

/** Rows built into the index before others have their turn: two or three milliseconds. */
const rowsPerTurn = 500;

export function createGramIndex<T extends { id: string }>(
  textOf: (row: T) => string,
  allRows: () => Iterable<T>,
): GramIndex<T> {
  let state: 'off' | 'building' | 'on' = 'off';
  // A row whose text changes takes a new slot, and its old one stays empty until the index is rebuilt.
  let rows: (T | null)[] = [];
  let texts: string[] = [];
  let postings = new Map<number, number[]>();
  const slotOf = new Map<string, number>();

  function index(row: T, text: string) {
    const slot = rows.length;
    rows.push(row);
    texts.push(text);
    slotOf.set(row.id, slot);
    for (let at = 0; at + gramLength <= text.length; at += 1) {
      if (text.charCodeAt(at + 2) === lineBreak) at += gramLength - 1;
      else addGram(gramAt(text, at), slot);
    }
  }
  function addGram(gram: number, slot: number) {
    const posting = postings.get(gram);
    if (!posting) postings.set(gram, [slot]);
    else if (posting[posting.length - 1] !== slot) posting.push(slot);
  }
  function rebuild() {
    const kept = rows.flatMap((row, slot) => (row ? [{ row, text: texts[slot] ?? '' }] : []));
    rows = [];
    texts = [];
    postings = new Map();
    for (const { row, text } of kept) index(row, text);
  }
  function remove({ id }: T) {
    const slot = slotOf.get(id);
    if (slot === undefined) return;
    slotOf.delete(id);
    rows[slot] = null;
    texts[slot] = '';
    if (rows.length > 1000 && slotOf.size * 2 < rows.length) rebuild();
  }
  /** Goes through the rows as they are: those that come meanwhile stand at the end, those that go are not met. */
  async function build() {
    state = 'building';
    let left = rowsPerTurn;
    for (const row of allRows()) {
      if (!slotOf.has(row.id)) index(row, textOf(row));
      left -= 1;
      if (left > 0) continue;
      left = rowsPerTurn;
      await yieldToEventLoop();
    }
    state = 'on';
  }

  /** The rarest run of `part`; undefined when one of its runs is nowhere. */
  function rarest(part: string): number[] | undefined {
    let least: number[] | undefined;
    for (let at = 0; at + gramLength <= part.length; at += 1) {
      const posting = postings.get(gramAt(part, at));
      if (!posting) return undefined;
      if (!least || posting.length < least.length) least = posting;
    }
    return least;
  }

  return {
    add(row) {
      if (state === 'on') index(row, textOf(row));
    },
    remove,
    replace(before, after) {
      const slot = slotOf.get(before.id);
      if (slot === undefined) return;
      const text = textOf(after);
      if (texts[slot] === text) rows[slot] = after;
      else {
        remove(before);
        index(after, text);
      }
    },
    clear() {
      rows = [];
      texts = [];
      postings = new Map();
      slotOf.clear();
      // One that is being built goes on with the rows that come.
      if (state === 'on') state = 'off';
    },
    holding(part) {
      if (part.length < gramLength) return null;
      if (state === 'off') void build();
      if (state !== 'on') return null;
      return (rarest(part) ?? []).flatMap((slot) => {
        const row = rows[slot];
        return row && texts[slot]?.includes(part) ? [row] : [];
      });
    },
  };
}
