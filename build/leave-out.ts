import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * What libraries load at their start for parts of them that nobody calls here, by the library that asks. Each costs
 * milliseconds before `Ready.` and kilobytes of the package: express its body parsers and the extended query parser (the
 * server reads bodies itself), handlebars its source maps, commander the start of commands that are other programs,
 * mailparser what makes text of html and html of text (it hands over every part as bytes: `src/smtp/parser/parts.ts`),
 * libmime the tables of Japanese (`src/smtp/parser/charset.ts` has Node's), undici HTTP/2 and the bodies of `fetch`
 * (`src/webhooks/receiver-link.ts` opens the connections) and one of two copies of its parser: that for processors with SIMD,
 * without which it takes the other.
 */
const neverCalled: Readonly<Record<string, readonly string[]>> = {
  'body-parser': ['express'],
  qs: ['express'],
  'source-map': ['handlebars'],
  'node:child_process': ['commander'],
  'html-to-text': ['mailparser'],
  he: ['mailparser'],
  'encoding-japanese': ['libmime'],
  './client-h2.js': ['undici'],
  '../web/fetch/body.js': ['undici'],
  '../llhttp/llhttp_simd-wasm.js': ['undici'],
};

/** What libraries write with `DEBUG` set, for those who write libraries: they load it, and all of the terminal, at each start. */
const noDebug = 'module.exports = () => () => undefined;';

/** Puts nothing in their place. */
export const leaveOut: Plugin = {
  name: 'leave-out',
  setup({ onResolve, onLoad }) {
    for (const [name, askers] of Object.entries(neverCalled)) {
      onResolve({ filter: new RegExp(`^${name.replaceAll('.', '\\.')}$`) }, ({ importer }) =>
        askers.some((asker) => importer.includes(join('node_modules', asker)))
          ? { path: name, namespace: 'left-out' }
          : null,
      );
    }
    onLoad({ filter: /node_modules[\\/]debug[\\/]src[\\/]index\.js$/ }, () => ({ contents: noDebug }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
  },
};
