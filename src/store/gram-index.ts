import type { Index } from './collection.js';

/** Finds rows by a part of their text: which rows have a run of three characters, and then which have the whole part. */
export interface GramIndex<T> extends Required<Index<T>> {
  /** Rows whose text holds `part` (lower case), in no order; null where it is too short for the index to help. */
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

/** Numbers of rows, growing. */
interface Posting {
  slots: Uint32Array;
  length: number;
}

const push = (posting: Posting, slot: number) => {
  if (posting.length === posting.slots.length) {
    const grown = new Uint32Array(Math.ceil(posting.length * 1.5) + 2);
    grown.set(posting.slots);
    posting.slots = grown;
  }
  posting.slots[posting.length++] = slot;
};

export function createGramIndex<T extends { id: string }>(textOf: (row: T) => string): GramIndex<T> {
  // A row whose text changes takes a new slot, and its old one stays empty until the index is rebuilt.
  let rows: (T | null)[] = [];
  let texts: string[] = [];
  let postings = new Map<number, Posting>();
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
    let posting = postings.get(gram);
    if (!posting) postings.set(gram, (posting = { slots: new Uint32Array(2), length: 0 }));
    if (posting.length === 0 || posting.slots[posting.length - 1] !== slot) push(posting, slot);
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
  /** The rarest run of `part`; undefined when one of its runs is nowhere. */
  function rarest(part: string): Posting | undefined {
    let least: Posting | undefined;
    for (let at = 0; at + gramLength <= part.length; at += 1) {
      const posting = postings.get(gramAt(part, at));
      if (!posting) return undefined;
      if (!least || posting.length < least.length) least = posting;
    }
    return least;
  }

  return {
    add: (row) => index(row, textOf(row)),
    remove,
    replace(before, after) {
      const slot = slotOf.get(before.id);
      const text = textOf(after);
      if (slot !== undefined && texts[slot] === text) rows[slot] = after;
      else {
        remove(before);
        index(after, text);
      }
    },
    holding(part) {
      if (part.length < gramLength) return null;
      const posting = rarest(part);
      const found: T[] = [];
      for (let at = 0; at < (posting?.length ?? 0); at += 1) {
        const slot = posting?.slots[at] ?? 0;
        const row = rows[slot];
        if (row && texts[slot]?.includes(part)) found.push(row);
      }
      return found;
    },
  };
}
