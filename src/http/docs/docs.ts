import type { RequestHandler, Response } from 'express';
import type { EmulatorFace } from '../../core/services.js';
import { openApiOf } from '../openapi/document.js';
import type { OpenApi } from '../openapi/document.js';
import type { RouteTable } from '../match.js';
import { docsPage } from './page.js';
import { docsStyle } from './style.js';
import { tryCalls } from './try.js';

export interface DocsDeps {
  api: RouteTable;
  control: RouteTable;
  emulator: EmulatorFace;
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function send(response: Response, type: string, text: string) {
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-cache');
  response.type(type).send(text);
}

const remembered = <T>(make: () => T): (() => T) => {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};

/** `/openapi.json`, `/_emulator/openapi.json` and the pages made of them. All that they load comes from here. */
export function createDocs({ api, control, emulator }: DocsDeps): RequestHandler {
  const isStrict = () => emulator.find('default')?.behaviour.strict ?? false;
  const routes = () => api.routes.filter((route) => route.documented || !isStrict());
  const apiDocument = remembered((): OpenApi => openApiOf(routes(), 'api'));
  const controlDocument = remembered((): OpenApi => openApiOf(control.routes, 'control'));
  const script = remembered(() => `(${tryCalls.toString()})();\n`);
  const apiPage = () =>
    docsPage({
      document: apiDocument(),
      source: '/openapi.json',
      apiKey: emulator.exampleKey() ?? '',
      other: { href: '/docs/control', title: 'Control API' },
    });
  const controlPage = () =>
    docsPage({
      document: controlDocument(),
      source: '/_emulator/openapi.json',
      apiKey: null,
      other: { href: '/docs', title: 'The v2 API' },
    });
  const files: Readonly<Record<string, readonly [string, () => string]>> = {
    '/openapi.json': ['json', () => JSON.stringify(apiDocument())],
    '/_emulator/openapi.json': ['json', () => JSON.stringify(controlDocument())],
    '/docs': ['html', apiPage],
    '/docs/control': ['html', controlPage],
    '/docs/docs.css': ['css', () => docsStyle],
    '/docs/docs.js': ['js', script],
  };
  return (request, response, next) => {
    const file = files[request.path.replace(/(.)\/$/, '$1')];
    if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    send(response, file[0], file[1]());
  };
}
