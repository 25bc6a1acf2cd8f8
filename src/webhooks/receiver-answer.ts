import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
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
    headers: keptHeaders(response.headers),
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

const decoders = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

/** An answer that is not in the coding it claims is no failure of the receiver: it has answered. */
async function textOf(bytes: Buffer, coding = ''): Promise<string> {
  const name = coding.trim().toLowerCase();
  if (bytes.length === 0 || !Object.hasOwn(decoders, name)) return bytes.toString('utf8');
  const decoder = decoders[name as keyof typeof decoders]();
  decoder.end(bytes);
  return (await firstBytes(decoder).catch(() => bytes)).toString('utf8');
}

/** Headers as the log keeps them: one text each, at most 100 of 1000 characters. */
function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers).slice(0, 100)) {
    if (value !== undefined) kept[name] = (Array.isArray(value) ? value.join(', ') : value).slice(0, 1000);
  }
  return kept;
}
