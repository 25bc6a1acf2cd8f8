import type { IncomingMessage } from 'node:http';
import { invalidField } from '../contract/errors.js';

const maxDepth = 64;

/** All bytes of a request; throws a 400 as soon as they are more than allowed. */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => invalidField('body', `Expected at most ${maxBytes} bytes`);
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidField('body', 'Expected JSON in valid UTF-8');
  }
}

/** Refuses what JSON allows and mail does not survive: lone surrogates, and nesting without end. */
function requireSane(value: unknown, path: string, depth: number): void {
  const field = path === '' ? 'body' : path;
  if (depth > maxDepth)
    throw invalidField(field.slice(0, 200), `Expected at most ${maxDepth} levels of nesting`);
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw invalidField(field, 'Expected well-formed Unicode (there is half of a surrogate pair)');
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!key.isWellFormed()) throw invalidField(field, 'Expected keys in well-formed Unicode');
    requireSane(
      inner,
      Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`,
      depth + 1,
    );
  }
}

const isJson = (type: string | undefined): boolean =>
  /^application\/(?:[\w.+-]+\+)?json\s*(?:;.*)?$/i.test(type?.trim() ?? '');

/** The JSON of a request, undefined where it has no body. Every fault is a 400 that says what was expected. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return undefined;
  if (!isJson(request.headers['content-type'])) {
    throw invalidField(
      'Content-Type',
      `Expected application/json, got ${request.headers['content-type'] ?? 'none'}`,
    );
  }
  const text = decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalidField('body', `Expected valid JSON: ${(error as Error).message}`);
  }
  requireSane(value, '', 0);
  return value;
}
