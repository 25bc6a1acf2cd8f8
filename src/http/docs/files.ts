import type { EmulatorApi } from '../../core/services.js';
import { openApiOf } from '../openapi/document.js';
import type { OpenApi } from '../openapi/document.js';
import type { RouteTable } from '../routing/match.js';
import { docsPage } from './page.js';
import { applyTheme, searchCalls } from './search.js';
import { docsStyle } from './style.js';
import { tryCalls } from './try.js';

export interface DocsDeps {
  api: RouteTable;
  control: RouteTable;
  emulator: EmulatorApi;
}

/** The paths that the documents and their pages are at. */
export type DocsPath =
  | '/openapi.json'
  | '/_emulator/openapi.json'
  | '/docs'
  | '/docs/control'
  | '/docs/docs.css'
  | '/docs/docs.js'
  | '/docs/theme.js';

/** What stands at a path: the ending that its type goes by, and its text. */
export type DocsFiles = Readonly<Record<DocsPath, readonly [ending: string, text: () => string]>>;

const remembered = <T>(make: () => T): (() => T) => {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};

/** The documents and the pages made of them, each made when it is first asked for. */
export function createDocsFiles({ api, control, emulator }: DocsDeps): DocsFiles {
  const isStrict = () => emulator.find('default')?.behaviour.strict ?? false;
  const routes = () => api.routes.filter((route) => route.documented || !isStrict());
  const apiDocument = remembered((): OpenApi => openApiOf(routes(), 'api'));
  const controlDocument = remembered((): OpenApi => openApiOf(control.routes, 'control'));
  const run = (script: () => void) => `(${script.toString()})();\n`;
  const script = remembered(() => run(tryCalls) + run(searchCalls));
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
  return {
    '/openapi.json': ['json', () => JSON.stringify(apiDocument())],
    '/_emulator/openapi.json': ['json', () => JSON.stringify(controlDocument())],
    '/docs': ['html', apiPage],
    '/docs/control': ['html', controlPage],
    '/docs/docs.css': ['css', () => docsStyle],
    '/docs/docs.js': ['js', script],
    '/docs/theme.js': ['js', () => run(applyTheme)],
  };
}
