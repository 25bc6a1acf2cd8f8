import type { RequestHandler, Response } from 'express';
import type { DocsDeps, DocsFiles, DocsPath } from './files.js';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function send(response: Response, type: string, text: string) {
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('Cache-Control', 'no-cache');
  response.type(type).send(text);
}

const paths: Readonly<Record<DocsPath, true>> = {
  '/openapi.json': true,
  '/_emulator/openapi.json': true,
  '/docs': true,
  '/docs/control': true,
  '/docs/docs.css': true,
  '/docs/docs.js': true,
  '/docs/theme.js': true,
};
const isDocsPath = (path: string): path is DocsPath => Object.hasOwn(paths, path);

/** `/openapi.json`, `/_emulator/openapi.json` and the pages made of them. All that they load comes from here. */
export function createDocs(deps: DocsDeps): RequestHandler {
  let files: Promise<DocsFiles> | null = null;
  // Loaded when somebody looks: no start should wait for it.
  const load = () =>
    (files ??= import('./files.js')
      .then(({ createDocsFiles }) => createDocsFiles(deps))
      .catch((error: unknown) => {
        // A disk that does not give it now may give it to the next caller.
        files = null;
        throw error;
      }));
  return async (request, response, next) => {
    const path = request.path.replace(/(.)\/$/, '$1');
    if (!isDocsPath(path) || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    const [ending, text] = (await load())[path];
    send(response, ending, text());
  };
}
