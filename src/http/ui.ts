import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express from 'express';
import type { NextFunction, RequestHandler } from 'express';
import { needsPackage } from '../contract/needs-package.js';
import { createUiAssets } from './ui-assets.js';

const inlineScript = /<script>(.*?)<\/script>/gs;

/** The source expressions of the scripts that stand in the page itself. */
const hashesOf = (page: string): string[] =>
  [...page.matchAll(inlineScript)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );

/** Scripts and styles of our own only; mail is shown in frames with a policy of their own. */
const policyOf = (page: string): string =>
  [
    "default-src 'self'",
    ["script-src 'self'", ...hashesOf(page)].join(' '),
    "img-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "frame-src 'self'",
    "connect-src 'self' ws: wss:",
    ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ].join('; ');

const unbuilt =
  'The web UI is not built: run "npm run build" first. The API and the control API work without it.\n';

const unbundled = `The web UI ${needsPackage}. The API and the control API work without it.\n`;

function serveFiles(dir: string): RequestHandler {
  const hashed = createUiAssets(dir);
  const files = express.static(dir, { index: false, redirect: false, maxAge: '1h' });
  return (request, response, next) => hashed(request, response, () => void files(request, response, next));
}

/** The built web UI: its files, and its one page for every other path (those further down lead to it). A program that bundles the package may have none (null). */
export function createUi(dir: string | null): RequestHandler {
  const files: RequestHandler = dir === null ? (_request, _response, next) => next() : serveFiles(dir);
  const readPage = async () =>
    dir === null
      ? null
      : readFile(join(dir, 'index.html'), 'utf8').catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return null;
          throw error;
        });
  return (request, response, next) => {
    response.setHeader('Content-Security-Policy', policyOf(''));
    const answerPage: NextFunction = (error?: unknown) => {
      if (error) return next(error);
      if (request.method !== 'GET' && request.method !== 'HEAD') return next();
      // A program that missed `/v2` must not take the UI for its answer; browsers name html, programs accept anything.
      const browses = request.headers.accept?.includes('text/html') ?? false;
      const missed = request.headers.authorization?.startsWith('Bearer') ?? false;
      if (missed || !(browses || request.path === '/')) return next();
      // The page names its files from where it stands: further down it would find none.
      const depth = request.path.split('/').length - 2;
      if (depth > 0) return void response.redirect('../'.repeat(depth));
      readPage().then((page) => {
        if (page === null)
          return void response
            .status(503)
            .type('text')
            .send(dir === null ? unbundled : unbuilt);
        response.setHeader('Cache-Control', 'no-cache');
        response.setHeader('Content-Security-Policy', policyOf(page));
        response.type('html').send(page);
      }, next);
    };
    files(request, response, answerPage);
  };
}
