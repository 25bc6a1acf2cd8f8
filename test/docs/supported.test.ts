import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorTable } from '../../src/contract/errors.js';
import { webhookEventTypes } from '../../src/contract/event.js';
import { apiTable } from '../../src/http/route-tables.js';
import { pageOf, root } from '../support/pages.js';
import { proofs } from './support/proofs.js';

const tests = ['test', 'src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !file.endsWith('supported.test.ts'))
    .sort()
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(join(root, folder, file), 'utf8') })),
);

/** The test that proves a row, by title and file; throws where none does. */
function proofOf(row: string): string {
  const title = proofs[row];
  if (title === undefined)
    throw new Error(`SUPPORTED.md: ${row} has no proof; name its test in test/docs/support/proofs.ts`);
  const found = tests.find(({ text }) => text.replaceAll("\\'", "'").includes(title));
  if (!found) throw new Error(`SUPPORTED.md: no test has ${JSON.stringify(title)}, the proof of ${row}`);
  // No link: the package has the page, not the tests.
  return `“${title}” in \`${found.file}\``;
}

const calls = apiTable.routes.map(({ method, path, summary, documented }) => ({
  name: `${method} /v2${path}`,
  what: summary,
  documented,
}));
const statuses = Object.entries(errorTable)
  .filter(([code]) => code !== 'NOT_READY')
  .map(([code, { status }]) => `${status} ${code}`);
/** The words in bold of each choice, and its sentence. */
const choices = [
  ...pageOf('docs/silent-points.md').text.matchAll(/^- \*\*`?([^`*]+)`?\*\*:?([^]*?)<!--/gm),
].map(([, name, sentence]) => ({ name: name ?? '', sentence: (sentence ?? '').replace(/\s+/g, ' ').trim() }));

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

function page(): string {
  const documented = calls.filter((call) => call.documented);
  return `# What is supported

Made from the route table; each row names the test that proves it, and a row without one fails the build.
What the choices are: [where the reference is silent](docs/silent-points.md).

## Calls of the reference

${table(
  ['call', '', 'proof'],
  documented.map(({ name, what }) => [`\`${name}\``, what, proofOf(name)]),
)}

## Statuses of the reference

${table(
  ['status', 'proof'],
  statuses.map((name) => [`\`${name}\``, proofOf(name)]),
)}

## Webhooks of the reference

${table(
  ['event', 'proof'],
  webhookEventTypes.map((name) => [`\`${name}\``, proofOf(name)]),
)}

## Where the reference is silent

${table(
  ['choice', 'proof'],
  choices.map(({ name }) => [name, proofOf(name)]),
)}
`;
}

it('SUPPORTED.md has every call, status, event and choice with its proof (-u writes it)', async () => {
  expect(calls.filter(({ documented }) => documented).length).toBe(8);
  expect(choices.length).toBeGreaterThan(40);
  await expect(page()).toMatchFileSnapshot(join(root, 'SUPPORTED.md'));
});

it('no proof is of a row that is not there', () => {
  const rows = new Set([
    ...calls.map(({ name }) => name),
    ...statuses,
    ...webhookEventTypes,
    ...choices.map(({ name }) => name),
  ]);
  expect(Object.keys(proofs).filter((row) => !rows.has(row))).toEqual([]);
});
