import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';

/** How much of an answer is kept. */
const keptBytes = 64 * 1024;

/** What a receiver answered. */
export interface ReceiverAnswer {
  status: number;
  headers: Record<string, string>;
  /** Its first 64 KiB as text, unpacked where it was packed. */
  body: string;
  /** Why it ended before its end; null where it is whole. */
  broken: Error | null;
}

type RawHeaders = NonNullable<Dispatcher.DispatchController['rawHeaders']>;

/**
 * Sends a request and reads its answer, no more than is kept: the connection of a longer one is closed. Rejects where it
 * breaks off before its body; later it is what has come by then. By `dispatch`, the bare form of undici: streams and signals for an answer that is
 * mostly empty cost as much as the exchange. `onStart` is called when the request is about to be written.
 */
export async function readAnswer(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  onStart: () => void,
): Promise<ReceiverAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let status = 0;
  let raw: RawHeaders = [];
  let broken: Error | null = null;
  await new Promise<void>((resolve, reject) => {
    dispatcher.dispatch(request, {
      onRequestStart: onStart,
      onResponseStart({ rawHeaders }, statusCode) {
        if (statusCode < 200) return;
        status = statusCode;
        raw = rawHeaders ?? [];
      },
      onResponseData(controller, chunk) {
        chunks.push(chunk);
        size += chunk.length;
        if (size < keptBytes) return;
        resolve();
        controller.abort(new Error('The rest of the answer is not kept'));
      },
      onResponseEnd: () => resolve(),
      onResponseError(_controller, error) {
        if (status === 0) return reject(error);
        // Cut by us: all that is kept has come.
        if (size >= keptBytes) return;
        broken = isWholeWithoutBody(status, error) ? null : error;
        resolve();
      },
    });
  });
  const bytes = Buffer.concat(chunks).subarray(0, keptBytes);
  const headers = keptHeaders(raw);
  return { status, headers, body: await textOf(bytes, headers['content-encoding']), broken };
}

/** An answer of 204 or 304 ends with its head, whatever its Content-Length tells of another (RFC 9112 6.3). */
const isWholeWithoutBody = (status: number, { code }: NodeJS.ErrnoException): boolean =>
  (status === 204 || status === 304) && code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';

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

/** Octets of a header as node shows them: each a character. */
const textOfHeader = (value: Buffer | string): string =>
  typeof value === 'string' ? value : value.toString('latin1');

/** Headers as the log keeps them: one text each, at most 100 of 1000 characters, one called `__proto__` included. */
function keptHeaders(raw: RawHeaders): Record<string, string> {
  const kept = new Map<string, string>();
  const fields = Array.isArray(raw) ? raw : [];
  for (let at = 0; at + 1 < fields.length && kept.size < 100; at += 2) {
    const name = textOfHeader(fields[at] ?? '').toLowerCase();
    const value = textOfHeader(fields[at + 1] ?? '');
    const before = kept.get(name);
    kept.set(name, (before === undefined ? value : `${before}, ${value}`).slice(0, 1000));
  }
  return Object.fromEntries(kept);
}
