import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../../support/pages.js';

const testFiles = (): string[] =>
  ['test', 'src', 'ui'].flatMap((dir) =>
    readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.test\.tsx?$/.test(file) && !file.includes('node_modules'))
      .map((file) => join(dir, file)),
  );

/** What `it.each(rows)(…)` and the like call in the end: `it`, `test` or `describe`. */
function calledBy(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return calledBy(node.expression);
  return '';
}

/** The title of every test and group of tests, with its file. */
export function titlesOfTests(): { file: string; title: string }[] {
  const titles: { file: string; title: string }[] = [];
  for (const file of testFiles()) {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node) => {
      if (ts.isCallExpression(node) && ['it', 'test', 'describe'].includes(calledBy(node.expression))) {
        const [title] = node.arguments;
        if (title && ts.isStringLiteralLike(title)) titles.push({ file, title: title.text });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return titles;
}
