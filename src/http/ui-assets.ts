import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

/** Scripts and styles of the build, whose names change with what is in them. */
const hashed = /^\/assets\/[\w.-]+-[\w-]{8}\.(js|css)$/;
const year = 31_536_000;

const encoders = {
  br: promisify(brotliCompress),
  gzip: promisify(gzip),
  identity: (bytes: Buffer): Promise<Buffer> => Promise.resolve(bytes),
} satisfies Record<string, (bytes: Buffer) => Promise<Buffer>>;
type Encoding = keyof typeof encoders;
const encodings = Object.keys(encoders) as Encoding[];

/** The hashed files of the web UI: browsers keep them for good, and each is read and compressed once. */
export function createUiAssets(dir: string): RequestHandler {
  const kept = new Map<string, Promise<Buffer>>();

  function encoded(path: string, encoding: Encoding): Promise<Buffer> {
    const key = `${encoding} ${path}`;
    const known = kept.get(key);
    if (known) return known;
    const made = readFile(join(dir, path)).then((bytes) => encoders[encoding](bytes));
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    return made;
  }

  return (request, response, next) => {
    const [, type] = hashed.exec(request.path) ?? [];
    if (type === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    const accepted = request.acceptsEncodings(encodings);
    const encoding = encodings.find((each) => each === accepted) ?? 'identity';
    encoded(request.path, encoding).then(
      (bytes) => {
        response.setHeader('Cache-Control', `public, max-age=${year}, immutable`);
        response.setHeader('Vary', 'Accept-Encoding');
        if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
        response.type(type).send(bytes);
      },
      // It is not there: the files of another build.
      () => next(),
    );
  };
}
