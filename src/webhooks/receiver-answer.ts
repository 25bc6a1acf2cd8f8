import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** How much of an answer is kept. */
const keptBytes = 64 * 1024;

/** What a receiver answered. */
export interface ReceiverAnswer {
  status: number;
  headers: Record<string, string>;
  /** Its first 64 KiB as text, unpacked where it was packed. */
  body: string;
}

/** Reads an answer, no more than is kept. Rejects where it breaks off before 64 KiB and its end. */
export async function readAnswer(response: IncomingMessage): Promise<ReceiverAnswer> {
  const bytes = await firstBytes(response);
  return {
    status: response.statusCode ?? 0,
    headers: keptHeaders(response.rawHeaders),
    body: await textOf(bytes, response.headers['content-encoding']),
  };
}

/** By events: an async iterator for an answer that is mostly empty costs more than the rest of the exchange. */
const firstBytes = (source: Readable): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = () => resolve(Buffer.concat(chunks).subarray(0, keptBytes));
    source.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < keptBytes) return;
      finish();
      source.destroy();
    });
    source.on('end', finish);
    source.on('error', reject);
  });

const decoders = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** An answer that is not in the coding it claims is no failure of the receiver: it has answered. */
async function textOf(bytes: Buffer, coding = ''): Promise<string> {
  const createDecoder = decoders.get(coding.trim().toLowerCase());
  if (bytes.length === 0 || !createDecoder) return bytes.toString('utf8');
  const decoder = createDecoder();
  decoder.end(bytes);
  return (await firstBytes(decoder).catch(() => bytes)).toString('utf8');
}

/**
 * Headers as the log keeps them: one text each, at most 100 of 1000 characters. By `rawHeaders`: node's own object loses a
 * header that is called `__proto__`.
 */
function keptHeaders(raw: readonly string[]): Record<string, string> {
  const kept = new Map<string, string>();
  for (let at = 0; at + 1 < raw.length && kept.size < 100; at += 2) {
    const [name = '', value = ''] = [raw[at]?.toLowerCase(), raw[at + 1]];
    const before = kept.get(name);
    kept.set(name, (before === undefined ? value : `${before}, ${value}`).slice(0, 1000));
  }
  return Object.fromEntries(kept);
}
