import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { IncomingHttpHeaders } from 'node:http';

/** What of an answer is kept. */
export const keptBytes = 64 * 1024;

const decoders = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

/** The decoder of a coding, null for what is no coding of ours (the bytes are kept as they came). */
function decoderOf(coding: string | undefined) {
  const name = coding?.trim().toLowerCase() ?? '';
  return name in decoders ? decoders[name as keyof typeof decoders]() : null;
}

/**
 * The first 64 KiB of an answer as text, unpacked where it is packed; the rest is not waited for. Rejects where the
 * answer breaks off before. A coding that does not hold what it says is no failure of the endpoint's: it has answered.
 */
export async function readAnswer(body: Readable, headers: IncomingHttpHeaders): Promise<string> {
  const packed = await firstBytes(body);
  const decoder = decoderOf(headers['content-encoding']);
  if (!decoder || packed.length === 0) return packed.toString('utf8');
  decoder.end(packed);
  return (await firstBytes(decoder).catch(() => packed)).toString('utf8');
}

async function firstBytes(source: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= keptBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, keptBytes);
}

/** Headers as the log keeps them: one text each, at most 100 of 1000 characters. */
export function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers).slice(0, 100)) {
    if (value !== undefined) kept[name] = (Array.isArray(value) ? value.join(', ') : value).slice(0, 1000);
  }
  return kept;
}
