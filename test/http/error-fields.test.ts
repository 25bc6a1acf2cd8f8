import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { sourcesUnder } from '../support/imports.js';

const root = join(import.meta.dirname, '..', '..');
// A time that is up and a defect of ours concern no field of the request; what a thread threw is passed on as it is.
const isOfNoField = (file: string, code: string) =>
  /\/wait-for-\w+\.ts$|^src\/threads\/calls\.ts$/.test(file) || /INTERNAL_SERVER_ERROR|NOT_READY/.test(code);

/** Every `new AppError(…)` of a file as it is written. */
function errorsIn(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'AppError') found.push(node.getText());
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

it('every error that a caller can mend names a field and what was expected there', () => {
  const errors = sourcesUnder('src')
    .filter((file) => file !== 'src/contract/errors.ts')
    .flatMap((file) => errorsIn(file).map((code) => ({ file, code })))
    .filter(({ file, code }) => !isOfNoField(file, code));
  expect(errors.length).toBeGreaterThan(20);
  const lacking = errors.filter(({ code }) => !/\bfield\b/.test(code) || !/\bissue\b/.test(code));
  expect(lacking).toEqual([]);
});
