import type { IncomingMessage } from 'node:http';
import { invalidField } from '../../contract/errors.js';
import { placeOfFault } from '../../contract/json/json-place.js';
import { dataSetLimits, JsonFault, jsonLimits, parseJsonText } from '../../contract/json/json-text.js';
import { requireExactNumbers } from '../../contract/json/whole-numbers.js';
import { piecesAsTheyCome, piecesOf } from './body-pieces.js';
import type { BodySource } from './body-pieces.js';
import { parseInSlices } from './json-slices.js';
import type { ParsedPart } from './json-slices.js';

// A client that writes before it reads must get its 400; one that writes without end must not be waited for.
const maxDrained = 64 * 1024 * 1024;
/** A route that takes more takes data sets. */
const largeBody = 16 * 1024 * 1024;
/** Longer texts are parsed in slices. */
const parsedAtOnce = 256 * 1024;

/** Reads on and keeps only the beginning, so that the client sees the answer and not a closed connection. */
export async function readRest(request: IncomingMessage, keep = 0): Promise<Buffer> {
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of piecesAsTheyCome(request)) {
    if (size < keep) kept.push(chunk);
    size += chunk.length;
    if (size > maxDrained) break;
  }
  return Buffer.concat(kept);
}

const nothing = Buffer.alloc(0);

const announcedBy = ({ headers }: IncomingMessage): number => Number(headers['content-length'] ?? 0);

/** A body that is not announced is not there (RFC 9112, 6.3). */
export const hasBody = (request: IncomingMessage): boolean =>
  announcedBy(request) !== 0 || request.headers['transfer-encoding'] !== undefined;

/** All bytes of a request; throws a 400 where they are more than allowed. */
export async function readBytes(source: BodySource, maxBytes: number): Promise<Buffer> {
  const { request } = source;
  // To read one that is not there takes longer than a short answer.
  if (!hasBody(request)) return nothing;
  const announced = announcedBy(request);
  const chunks: Buffer[] = [];
  let size = 0;
  if (announced <= maxBytes) {
    for await (const chunk of piecesOf(source)) {
      size += chunk.length;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
  }
  if (Math.max(announced, size) <= maxBytes) return Buffer.concat(chunks);
  await readRest(request);
  throw invalidField('body', `Expected at most ${maxBytes} bytes`);
}

/** Codings have no case (RFC 9110 8.4.1); an empty list of them is none. */
function requireUncoded({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'] ?? '';
  const codings = encoding.split(',').map((coding) => coding.trim().toLowerCase());
  if (codings.every((coding) => coding === '' || coding === 'identity')) return;
  throw invalidField(
    'Content-Encoding',
    `Expected a body without an encoding, got ${encoding.slice(0, 200)}`,
  );
}

/** The body as it comes in; throws a 400 where it is more than allowed. A refused one is to be read to its end. */
export async function* streamBytes(source: BodySource, maxBytes: number): AsyncGenerator<Buffer> {
  requireUncoded(source.request);
  let size = 0;
  for await (const chunk of piecesOf(source)) {
    size += chunk.length;
    if (size > maxBytes) throw invalidField('body', `Expected at most ${maxBytes} bytes`);
    yield chunk;
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidField('body', 'Expected JSON in valid UTF-8');
  }
}

function requireSaneKey(key: string, field: string) {
  if (!key.isWellFormed()) throw invalidField(field, 'Expected keys in well-formed Unicode');
  // Undocumented: we chose to refuse the one key that objects of JavaScript cannot carry safely.
  if (key === '__proto__') throw invalidField(field, 'Expected no key named __proto__');
}

/** Refuses what JSON allows and mail does not survive, lone surrogates. It goes as deep as the limit of the text lets it. */
function requireSane(value: unknown, path: string, first = 0): void {
  const field = path === '' ? 'body' : path.slice(0, 200);
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw invalidField(field, 'Expected well-formed Unicode (there is half of a surrogate pair)');
  }
  if (Array.isArray(value)) {
    value.forEach((inner: unknown, index) => requireSane(inner, `${path}[${first + index}]`));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      requireSaneKey(key, field);
      requireSane(inner, path === '' ? key : `${path}.${key}`);
    }
  }
}

/** UTF-8, of which US-ASCII is a part. */
const utf8Names = /^(?:utf-?8|(?:us-)?ascii)$/i;

/** The media type must be JSON, its charset (which JSON does not need) UTF-8. */
function requireJsonType(request: IncomingMessage) {
  const { headers } = request;
  const given = headers['content-type']?.trim() ?? '';
  const charset = /;\s*charset="?([^";\s]*)/i.exec(given)?.[1] ?? 'utf-8';
  const refuse = (expected: string) =>
    invalidField('Content-Type', `Expected ${expected}, got ${given === '' ? 'none' : given.slice(0, 200)}`);
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;.*)?$/i.test(given)) throw refuse('application/json');
  if (!utf8Names.test(charset)) throw refuse('the charset UTF-8');
  requireUncoded(request);
}

/** Half of a surrogate pair can only come as an escape, since the bytes are valid UTF-8. */
const suspicious = /\\u|__proto__/;

/** Refuses what JSON allows and nobody could keep as it was sent. */
function requireKeepable({ text, value, path, first }: ParsedPart): void {
  if (suspicious.test(text)) requireSane(value, path, first);
  requireExactNumbers(text, { path, first });
}

/** In our own words, where the text is short enough to be looked through at once: those of the runtime differ by release. */
async function issueOf({ issue, text }: JsonFault, whole: string): Promise<string> {
  if (text === null || text.length > parsedAtOnce) return issue;
  const { line, reason } = await placeOfFault(text);
  return `Expected valid JSON: ${reason}${text === whole ? ` in line ${line}` : ''}`;
}

/** The JSON of a body, undefined where it is empty. Every fault is a 400 that says what was expected. */
export async function parseJson(request: IncomingMessage, bytes: Buffer, maxBytes: number): Promise<unknown> {
  if (bytes.length === 0) return undefined;
  requireJsonType(request);
  const text = decode(bytes);
  const limits = maxBytes > largeBody ? dataSetLimits : jsonLimits;
  try {
    if (text.length > parsedAtOnce) return await parseInSlices(text, limits, requireKeepable);
    const value = parseJsonText(text, limits);
    requireKeepable({ text, value, path: '', first: 0 });
    return value;
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw invalidField(error.field === '' ? '""' : (error.field ?? 'body'), await issueOf(error, text));
  }
}
