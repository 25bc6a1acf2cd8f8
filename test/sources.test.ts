import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parse, sourcesUnder } from './support/imports.js';

const sources = [...sourcesUnder('src'), ...sourcesUnder('ui')].filter(
  (file) => !file.includes('node_modules') && !file.startsWith('ui/pictures'),
);

type Call = ts.CallExpression | ts.NewExpression;
const isSpread = (call: Call) => call.arguments?.some(ts.isSpreadElement) ?? false;
const isParse = (call: Call) => call.expression.getText() === 'JSON.parse';

/** The calls in all sources that are meant here, as `file: what is called`. */
function readCalls() {
  const found = { spread: [] as string[], parse: [] as string[] };
  for (const file of sources) {
    const visit = (node: ts.Node) => {
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const name = `${file}: ${node.expression.getText()}`;
        if (isSpread(node)) found.spread.push(name);
        if (isParse(node)) found.parse.push(name);
      }
      ts.forEachChild(node, visit);
    };
    visit(parse(file));
  }
  // The client, the commands and the page read what an emulator answers them.
  const served = found.parse.filter((name) => !/^(?:src\/(?:cli|client)|ui)\//.test(name));
  return { spread: found.spread.sort(), parse: served.sort() };
}
const calls = readCalls();

describe('The sources hold no trap of large input', () => {
  it('no list is spread into arguments, whose number has a limit, but those of fixed length', () => {
    expect(calls.spread).toEqual([
      'src/cli/remote.ts: work',
      'src/cli/remote.ts: work',
      'src/cli/remote.ts: work',
      'src/cli/remote.ts: work',
      'src/client/signatures.ts: method',
      'src/contract/retry-schedules.ts: Math.max',
      'src/core/engagement/outcome.ts: accepted',
      'src/core/engagement/outcome.ts: accepted',
      'src/core/engagement/outcome.ts: accepted',
    ]);
  });
  it('JSON from outside is parsed in one place, which looks at its depth and size first', () => {
    expect(calls.parse).toEqual([
      // A file of our own, with a checksum.
      'src/app/code-cache.ts: JSON.parse',
      // Keys of a text that was looked at before.
      'src/contract/json/json-place.ts: JSON.parse',
      'src/contract/json/json-text.ts: JSON.parse',
      'src/contract/json/json-text.ts: JSON.parse',
      // A key of a text that was looked at before.
      'src/contract/json/json-walk.ts: JSON.parse',
      // A form of the docs page, in the browser of who fills it in.
      'src/http/docs/try.ts: JSON.parse',
      // A schema of ours, copied.
      'src/http/openapi/schemas.ts: JSON.parse',
      // Parts of a body whose depth and size were looked at before.
      'src/http/routing/json-slices.ts: JSON.parse',
      // Lines of a session that we put there ourselves.
      'src/smtp/server/transcripts.ts: JSON.parse',
    ]);
  });
});
