/** Larger files are no thumbnails. */
const mostBytes = 10 * 1024 * 1024;
/** A few bytes of PNG or GIF can claim gigabytes of pixels, which a browser would make room for. */
const mostPixels = 40_000_000;

interface Kind {
  type: string;
  is(bytes: Buffer): boolean;
  /** Width times height, where the head says so in one place. */
  pixels?(bytes: Buffer): number;
}

const startsWith = (bytes: Buffer, text: string, at = 0): boolean =>
  bytes.length >= at + text.length && bytes.toString('latin1', at, at + text.length) === text;

const kinds: readonly Kind[] = [
  {
    type: 'image/png',
    is: (bytes) => bytes.length > 24 && startsWith(bytes, '\x89PNG\r\n\x1a\n'),
    pixels: (bytes) => bytes.readUInt32BE(16) * bytes.readUInt32BE(20),
  },
  {
    type: 'image/gif',
    is: (bytes) => bytes.length > 10 && (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')),
    pixels: (bytes) => bytes.readUInt16LE(6) * bytes.readUInt16LE(8),
  },
  { type: 'image/jpeg', is: (bytes) => startsWith(bytes, '\xff\xd8\xff') },
  { type: 'image/webp', is: (bytes) => startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8) },
];

export const pictureTypes = kinds.map(({ type }) => type);

/**
 * The type of a picture that a browser may show by itself, from its own bytes: what the sender calls it counts for nothing.
 * Null for all else, also for SVG, which is a document, and for pictures too large to look at.
 */
export function pictureType(bytes: Buffer): string | null {
  const kind = bytes.length > mostBytes ? undefined : kinds.find(({ is }) => is(bytes));
  return kind && (kind.pixels?.(bytes) ?? 0) <= mostPixels ? kind.type : null;
}
