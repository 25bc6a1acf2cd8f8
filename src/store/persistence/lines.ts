import { openPlain } from '../files/plain-file.js';
import { requireUtf8 } from '../files/utf8.js';

const newline = 10;

/**
 * Every whole line of a file, and where it ends. Lines are cut as bytes: a torn end may be half a character. Throws a
 * StoreFileError with `advice` where a line is no UTF-8.
 */
export async function* linesOf(
  path: string,
  advice: string,
): AsyncGenerator<{ text: string; end: number }[]> {
  const file = await openPlain(path, 'read');
  try {
    // The beginning of a line that has not ended yet.
    let pieces: Buffer[] = [];
    let end = 0;
    let count = 0;
    const { size } = await file.stat();
    const block = Buffer.allocUnsafe(Math.min(Math.max(size, 1), 1 << 18));
    for (;;) {
      const { bytesRead } = await file.read(block, 0, block.length);
      if (bytesRead === 0) return;
      const piece = Buffer.from(block.subarray(0, bytesRead));
      pieces.push(piece);
      if (!piece.includes(newline)) continue;
      const data = Buffer.concat(pieces);
      const lines: { text: string; end: number }[] = [];
      let from = 0;
      requireUtf8(path, data.subarray(0, data.lastIndexOf(newline) + 1), advice, count + 1);
      for (let at = data.indexOf(newline); at >= 0; at = data.indexOf(newline, from)) {
        end += at + 1 - from;
        lines.push({ text: data.toString('utf8', from, at), end });
        from = at + 1;
      }
      count += lines.length;
      pieces = [data.subarray(from)];
      // Many at a time: waiting for each would cost more than the line.
      yield lines;
    }
  } finally {
    await file.close();
  }
}
