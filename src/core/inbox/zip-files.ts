import { yieldToEventLoop } from '../../contract/event-loop.js';

export interface ZippedFile {
  name: string;
  content: Uint8Array;
}

/** Bytes between two turns of the event loop: a few milliseconds. */
const slice = 512 * 1024;
/** The times that a zip can name. */
const earliest = Date.UTC(1980, 0, 2);
const latest = Date.UTC(2099, 11, 30);

/** Names of which no two are equal, on systems without regard to case either: `a.txt`, `a (2).txt`. */
function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const [, stem = name, ending = ''] = /^(.+?)(\.[^.]{1,16})$/s.exec(name) ?? [];
    let distinct = name;
    for (let number = 2; taken.has(distinct.toLowerCase()); number += 1)
      distinct = `${stem} (${number})${ending}`;
    taken.add(distinct.toLowerCase());
    return distinct;
  });
}

/**
 * Files as one zip, piece by piece. They are stored without being made smaller: what people attach mostly is compressed
 * already. As deflate blocks, since readers of a stream cannot tell where a plainly stored file ends.
 */
export async function* zipFiles(
  files: readonly ZippedFile[],
  modifiedAt: number,
): AsyncGenerator<Uint8Array, void> {
  // Its tables cost a start two of a hundred milliseconds, and few ask for a zip.
  const { Zip, ZipDeflate } = await import('fflate');
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    // It has none for what is added in order and within its times.
    if (error) throw error;
    ready.push(bytes);
  });
  const names = distinctNames(files.map(({ name }) => name));
  for (const [index, { content }] of files.entries()) {
    const entry = new ZipDeflate(names[index] ?? '', { level: 0 });
    entry.mtime = Math.min(latest, Math.max(earliest, modifiedAt));
    zip.add(entry);
    for (let from = 0; from === 0 || from < content.length; from += slice) {
      entry.push(content.subarray(from, from + slice), from + slice >= content.length);
      yield* ready.splice(0);
      await yieldToEventLoop();
    }
  }
  zip.end();
  yield* ready;
}
