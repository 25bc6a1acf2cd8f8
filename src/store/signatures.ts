/**
 * Which mails may hold a part of a text: for each mail a set of bits, one for every run of three and of four characters
 * that its text has. A part whose runs are not all there is certainly not in it; of the others the text is looked at.
 * A mail of 10 KB costs one or two KB, and 100,000 are gone through in a millisecond or two.
 */
export interface Signatures {
  put(id: string, signature: Uint32Array): void;
  remove(id: string): void;
  has(id: string): boolean;
  /** Ids whose text may hold all parts; null when more than `most` may. */
  mayHold(parts: readonly string[], most: number): string[] | null;
}

const scratchBits = 1 << 17;
const leastBits = 512;
const mostBits = 1 << 16;
const scratch = new Uint32Array(scratchBits / 32);

/** The number of a run of characters; its low bits are as good as any. */
const mix = (a: number, b: number, c: number, d: number): number => {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) ^ Math.imul(c, 0x27d4eb2f) ^ Math.imul(d, 0x165667b1);
  hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** Calls `take` with the number of every run of three and four characters. */
function eachRun(text: string, take: (hash: number) => void): void {
  let [a, b, c] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const d = text.charCodeAt(at);
    if (at >= 2) take(mix(b, c, d, 0));
    if (at >= 3) take(mix(a, b, c, d));
    [a, b, c] = [b, c, d];
  }
}

/** The bits of a text, as many as it needs for about a third of them to be set; a power of two. */
export function signatureOf(text: string): Uint32Array {
  scratch.fill(0);
  let distinct = 0;
  eachRun(text, (hash) => {
    const bit = hash & (scratchBits - 1);
    const mask = 1 << (bit & 31);
    const word = scratch[bit >>> 5] as number;
    if (word & mask) return;
    scratch[bit >>> 5] = word | mask;
    distinct += 1;
  });
  let bits = leastBits;
  while (bits < distinct * 2.5 && bits < mostBits) bits *= 2;
  // The place of a run in fewer bits is its low bits, so folding is or-ing.
  const words = bits / 32;
  const signature = scratch.slice(0, words);
  for (let at = words; at < scratch.length; at += 1) {
    signature[at % words] = (signature[at % words] as number) | (scratch[at] as number);
  }
  return signature;
}

/** All signatures of one size, one after the other in one block of memory. */
interface Shelf {
  words: number;
  block: Uint32Array;
  ids: (string | null)[];
  free: number[];
}

function scan(shelf: Shelf, hashes: readonly number[], take: (id: string) => boolean): boolean {
  const { words, block, ids } = shelf;
  const bits = hashes.map((hash) => hash & (words * 32 - 1));
  for (let slot = 0; slot < ids.length; slot += 1) {
    const from = slot * words;
    let may = true;
    for (let index = 0; may && index < bits.length; index += 1) {
      const bit = bits[index] as number;
      may = ((block[from + (bit >>> 5)] as number) & (1 << (bit & 31))) !== 0;
    }
    const id = may ? ids[slot] : null;
    if (id && !take(id)) return false;
  }
  return true;
}

export function createSignatures(): Signatures {
  const shelves = new Map<number, Shelf>();
  const places = new Map<string, { shelf: Shelf; slot: number }>();

  function remove(id: string) {
    const place = places.get(id);
    if (!place) return;
    places.delete(id);
    const { shelf, slot } = place;
    shelf.ids[slot] = null;
    shelf.free.push(slot);
    if (shelf.free.length === shelf.ids.length) shelves.delete(shelf.words);
  }
  function shelfOf(words: number): Shelf {
    let shelf = shelves.get(words);
    if (!shelf)
      shelves.set(words, (shelf = { words, block: new Uint32Array(words * 16), ids: [], free: [] }));
    return shelf;
  }

  return {
    has: (id) => places.has(id),
    remove,
    put(id, signature) {
      remove(id);
      const shelf = shelfOf(signature.length);
      const slot = shelf.free.pop() ?? shelf.ids.length;
      shelf.ids[slot] = id;
      if ((slot + 1) * shelf.words > shelf.block.length) {
        const grown = new Uint32Array(Math.ceil(shelf.ids.length * 1.25) * shelf.words);
        grown.set(shelf.block);
        shelf.block = grown;
      }
      shelf.block.set(signature, slot * shelf.words);
      places.set(id, { shelf, slot });
    },
    mayHold(parts, most) {
      const hashes: number[] = [];
      for (const part of parts) eachRun(part, (hash) => hashes.push(hash));
      // Runs of four say more than runs of three, and the last are as rare as the first.
      hashes.reverse();
      const found: string[] = [];
      for (const shelf of shelves.values()) {
        if (!scan(shelf, hashes, (id) => found.push(id) <= most)) return null;
      }
      return found;
    },
  };
}
