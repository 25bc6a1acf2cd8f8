import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import type { NextFunction, RequestHandler } from 'express';
import { createUiAssets } from './ui-assets.js';

/** Scripts and styles of our own only; mail is shown in frames with a policy of their own. */
const policy =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-src 'self'; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const unbuilt =
  'The web UI is not built: run "npm run build" first. The API and the control API work without it.\n';

/** The built web UI: its files, and its one page for every other path. */
export function createUi(dir: string): RequestHandler {
  const hashed = createUiAssets(dir);
  const files = express.static(dir, { index: false, redirect: false, maxAge: '1h' });
  const page = join(dir, 'index.html');
  return (request, response, next) => {
    response.setHeader('Content-Security-Policy', policy);
    const answerPage: NextFunction = (error?: unknown) => {
      if (error) return next(error);
      if (request.method !== 'GET' && request.method !== 'HEAD') return next();
      // A program that missed `/v2` must not take the UI for its answer; browsers name html, programs accept anything.
      const browses = request.headers.accept?.includes('text/html') ?? false;
      const missed = request.headers.authorization?.startsWith('Bearer') ?? false;
      if (missed || !(browses || request.path === '/')) return next();
      if (!existsSync(page)) return void response.status(503).type('text').send(unbuilt);
      response.setHeader('Cache-Control', 'no-cache');
      // By root, so that a dot in the path to the package (~/.npm/_npx/…) does not hide it.
      response.sendFile('index.html', { root: dir });
    };
    hashed(request, response, () => void files(request, response, answerPage));
  };
}
