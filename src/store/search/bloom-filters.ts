import type { MessageId } from '../../contract/ids.js';
import type { CandidateSet, BloomHasher } from '../../core/ports/ports.js';

/**
 * Which mails may hold a part of a text: for each mail a set of bits, one for every run of three and of four characters
 * that its text has. A part whose runs are not all there is certainly not in it; of the others the text is looked at.
 * A mail of 10 KB costs one or two KB, and 100,000 are gone through in less than a millisecond.
 */
export interface BloomFilters {
  put(id: MessageId, filter: Uint32Array): void;
  remove(id: MessageId): void;
  has(id: MessageId): boolean;
  /** Which may hold all parts. */
  candidates(parts: readonly string[]): CandidateSet;
}

const scratchBits = 1 << 17;
const leastBits = 512;
const mostBits = 1 << 16;
const scratch = new Uint32Array(scratchBits / 32);

/** The first half of the number of a run: of its first two characters. */
const mixTwo = (a: number, b: number): number => {
  const hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  return Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
};
/** The number of a run, given that of its first two characters and the others; its low bits are as good as any. */
const mixOn = (two: number, c: number, d: number): number => {
  let hash = two ^ Math.imul(c, 0x27d4eb2f) ^ Math.imul(d, 0x165667b1);
  hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** Calls `take` with the number of every run of three and four characters. */
function eachRun(text: string, take: (hash: number) => void, start = 0, end = text.length): void {
  let [a, b, c] = [0, 0, 0];
  for (let at = start; at < end; at += 1) {
    const d = text.charCodeAt(at);
    if (at >= start + 2) take(mixOn(mixTwo(b, c), d, 0));
    if (at >= start + 3) take(mixOn(mixTwo(a, b), c, d));
    a = b;
    b = c;
    c = d;
  }
}

/** Answers 1 for a run that is new there. */
function noteInScratch(hash: number): 0 | 1 {
  const bit = hash & (scratchBits - 1);
  const mask = 1 << (bit & 31);
  const word = scratch[bit >>> 5] as number;
  if (word & mask) return 0;
  scratch[bit >>> 5] = word | mask;
  return 1;
}

/** Notes the runs of a text in the scratch; answers how many were new there. */
function scratchRuns(text: string): number {
  let distinct = 0;
  let [b, c] = [text.charCodeAt(0), text.charCodeAt(1)];
  let before = 0;
  // As eachRun, but without a call for each run, and two characters are mixed once for both runs that begin with them: it is
  // the larger part of the cost of a filter.
  for (let at = 2; at < text.length; at += 1) {
    const d = text.charCodeAt(at);
    const two = mixTwo(b, c);
    distinct += noteInScratch(mixOn(two, d, 0));
    if (at >= 3) distinct += noteInScratch(mixOn(before, c, d));
    before = two;
    b = c;
    c = d;
  }
  return distinct;
}

/** The scratch in as many bits as so many runs need for about a quarter of them to be set; a power of two. */
function foldScratch(distinct: number): Uint32Array {
  let bits = leastBits;
  while (bits < distinct * 2.5 && bits < mostBits) bits *= 2;
  // The place of a run in fewer bits is its low bits, so folding is or-ing.
  const words = bits / 32;
  const filter = scratch.slice(0, words);
  for (let from = words; from < scratch.length; from += words) {
    for (let at = 0; at < words; at += 1)
      filter[at] = (filter[at] as number) | (scratch[from + at] as number);
  }
  return filter;
}

/** Runs that a mail has besides what it shares with others: names, numbers, addresses. */
const ownRuns = 500;

export const bloomHasher: BloomHasher = {
  of(text) {
    scratch.fill(0);
    return foldScratch(scratchRuns(text));
  },
  precomputed(pieces) {
    scratch.fill(0);
    const distinct = pieces.reduce((sum, piece) => sum + scratchRuns(piece), 0);
    const shared = foldScratch(distinct + ownRuns);
    const lowBits = shared.length * 32 - 1;
    return (text, windows) => {
      const filter = shared.slice();
      const note = (hash: number) => {
        const bit = hash & lowBits;
        filter[bit >>> 5] = (filter[bit >>> 5] as number) | (1 << (bit & 31));
      };
      for (let at = 0; at < windows.length; at += 2) {
        const [from = 0, to = 0] = [windows[at], windows[at + 1]];
        eachRun(text, note, Math.max(0, from), Math.min(text.length, to));
      }
      return filter;
    };
  },
};

const blockSlots = 256;
const slotWords = blockSlots / 32;

/**
 * All filters of one size, in blocks of 256. A block lies crosswise: first that bit of all 256 mails, then the next,
 * so that a search reads only the bits it asks for, and they lie together.
 */
interface Bucket {
  bits: number;
  blocks: Uint32Array[];
  ids: (MessageId | null)[];
  free: number[];
}

const newBucket = (bits: number): Bucket => ({ bits, blocks: [], ids: [], free: [] });

function place({ bits, blocks, ids, free }: Bucket, id: MessageId, filter: Uint32Array): number {
  const reused = free.pop();
  const slot = reused ?? ids.length;
  const block = (blocks[Math.floor(slot / blockSlots)] ??= new Uint32Array(bits * slotWords));
  const word = (slot % blockSlots) >>> 5;
  const mask = 1 << (slot & 31);
  if (reused !== undefined) {
    for (let at = word; at < block.length; at += slotWords) block[at] = (block[at] as number) & ~mask;
  }
  for (let index = 0; index < filter.length; index += 1) {
    for (let rest = filter[index] as number; rest !== 0; rest &= rest - 1) {
      const at = (index * 32 + 31 - Math.clz32(rest & -rest)) * slotWords + word;
      block[at] = (block[at] as number) | mask;
    }
  }
  ids[slot] = id;
  return slot;
}

/** How many mails of a block have the bit of a column. */
function countIn(block: Uint32Array, bitSlice: number): number {
  let count = 0;
  for (let word = bitSlice; word < bitSlice + slotWords; word += 1) {
    for (let rest = block[word] as number; rest !== 0; rest &= rest - 1) count += 1;
  }
  return count;
}

/** Where the bits of the runs stand in each block, rare ones first by the counts of the first block: they rule out most. */
function bitSlicesOf({ bits, blocks }: Bucket, hashes: readonly number[]): number[] {
  const [sample = new Uint32Array()] = blocks;
  const bitSlices = [...new Set(hashes.map((hash) => (hash & (bits - 1)) * slotWords))];
  return bitSlices
    .map((bitSlice) => ({ bitSlice, count: countIn(sample, bitSlice) }))
    .sort((a, b) => a.count - b.count)
    .map(({ bitSlice }) => bitSlice);
}

/** Calls `take` with every id that has all the bits, until it answers false. */
function scan(bucket: Bucket, hashes: readonly number[], take: (id: MessageId) => boolean): boolean {
  const { blocks, ids } = bucket;
  const bitSlices = bitSlicesOf(bucket, hashes);
  for (const [number, block] of blocks.entries()) {
    for (let word = 0; word < slotWords; word += 1) {
      let may = ~0;
      for (let index = 0; may !== 0 && index < bitSlices.length; index += 1)
        may &= block[(bitSlices[index] as number) + word] as number;
      for (; may !== 0; may &= may - 1) {
        const id = ids[number * blockSlots + word * 32 + 31 - Math.clz32(may & -may)];
        if (id && !take(id)) return false;
      }
    }
  }
  return true;
}

export function createBloomFilters(): BloomFilters {
  const buckets = new Map<number, Bucket>();
  const places = new Map<string, { bucket: Bucket; slot: number }>();

  function remove(id: MessageId) {
    const found = places.get(id);
    if (!found) return;
    places.delete(id);
    const { bucket, slot } = found;
    bucket.ids[slot] = null;
    bucket.free.push(slot);
    if (bucket.free.length === bucket.ids.length) buckets.delete(bucket.bits);
  }

  return {
    has: (id) => places.has(id),
    remove,
    put(id, filter) {
      remove(id);
      const bits = filter.length * 32;
      let bucket = buckets.get(bits);
      if (!bucket) buckets.set(bits, (bucket = newBucket(bits)));
      places.set(id, { bucket, slot: place(bucket, id, filter) });
    },
    candidates(parts) {
      const hashes: number[] = [];
      for (const part of parts) eachRun(part, (hash) => hashes.push(hash));
      return {
        ids(most) {
          const found: MessageId[] = [];
          for (const bucket of buckets.values()) {
            if (!scan(bucket, hashes, (id) => found.push(id) <= most)) return null;
          }
          return found;
        },
        has(id) {
          const found = places.get(id);
          if (!found) return false;
          const { bucket, slot } = found;
          const block = bucket.blocks[Math.floor(slot / blockSlots)];
          const word = (slot % blockSlots) >>> 5;
          return hashes.every((hash) => {
            const at = (hash & (bucket.bits - 1)) * slotWords + word;
            return ((block?.[at] ?? 0) & (1 << (slot & 31))) !== 0;
          });
        },
      };
    },
  };
}
