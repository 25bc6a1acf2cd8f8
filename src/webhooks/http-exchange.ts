import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';

/** What of an answer is kept. */
const keptBytes = 64 * 1024;

export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** The first 64 KiB of it as text, unpacked where it was packed. */
  body: string;
}

/** A request under way. */
export interface Exchange {
  /** Rejects where no answer comes, or it breaks off before 64 KiB and its end. */
  answer: Promise<Answer>;
  /** Ends it; `answer` rejects with this error. */
  cut(error: Error): void;
}

/**
 * Sends a request and reads its answer, no more than is kept. By `dispatch`, undici's bare form: streams and abort signals
 * for an answer that is mostly empty cost more than the whole exchange.
 */
export function exchange(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions): Exchange {
  let cut: Exchange['cut'] = () => undefined;
  const answer = new Promise<Answer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let ended = false;
    const end = () => {
      ended = true;
      const bytes = Buffer.concat(chunks).subarray(0, keptBytes);
      const done = (body: string) => resolve({ status, headers: keptHeaders(headers), body });
      const coding = headers['content-encoding'];
      if (coding === undefined) done(bytes.toString('utf8'));
      else unpacked(bytes, coding).then(done, reject);
    };
    cut = reject;
    dispatcher.dispatch(request, {
      onRequestStart(controller) {
        cut = (error) => {
          reject(error);
          controller.abort(error);
        };
      },
      onResponseStart(_controller, statusCode, given) {
        status = statusCode;
        headers = given;
      },
      onResponseData(controller, chunk) {
        chunks.push(chunk);
        size += chunk.length;
        if (size < keptBytes || ended) return;
        end();
        controller.abort(new Error('The rest of the answer is not kept'));
      },
      onResponseEnd: () => void (ended || end()),
      onResponseError: (_controller, error) => void (ended || reject(error)),
    });
  });
  return { answer, cut: (error) => cut(error) };
}

const decoders = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

/** Text of an answer. A coding that does not hold what it says is no failure of the endpoint's: it has answered. */
async function unpacked(bytes: Buffer, coding: string): Promise<string> {
  const name = coding.trim().toLowerCase();
  if (bytes.length === 0 || !(name in decoders)) return bytes.toString('utf8');
  const decoder = decoders[name as keyof typeof decoders]();
  decoder.end(bytes);
  return (await firstBytes(decoder).catch(() => bytes)).toString('utf8');
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
function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers).slice(0, 100)) {
    if (value !== undefined) kept[name] = (Array.isArray(value) ? value.join(', ') : value).slice(0, 1000);
  }
  return kept;
}
