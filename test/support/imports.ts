import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', '..');

/** Every source file under a folder, without the tests. */
export const sourcesUnder = (dir: string): string[] =>
  readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(dir, file));

export interface Import {
  /** A path from the root for files of ours, the package's name otherwise. */
  target: string;
  own: boolean;
  typeOnly: boolean;
  /** Loaded by `await import` when it is needed. */
  dynamic: boolean;
}

/** The answers of a function that is asked the same a hundred times. */
function remembering<T>(answer: (file: string) => T): (file: string) => T {
  const known = new Map<string, T>();
  return (file) => {
    const found = known.get(file) ?? answer(file);
    known.set(file, found);
    return found;
  };
}

export const parse = remembering((file): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true),
);

export const importsOf = remembering(readImports);

function readImports(file: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, dynamic = false) => {
    // A page of text that the bundler puts in, and no module.
    if (specifier.endsWith('.md?raw')) return;
    const own = specifier.startsWith('.');
    const target = own ? normalize(join(dirname(file), specifier)) : specifier;
    found.push({ target, own, typeOnly, dynamic });
  };
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      add(node.moduleSpecifier.text, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteral(specifier)) add(specifier.text, false, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

/** The room of a file: `src/core/time/x.ts` is in `core`, `src/x.ts` in `entries`, `ui/x.ts` in `ui`. */
export const roomOf = (path: string): string => {
  const parts = path.split('/');
  if (parts[0] === 'ui') return 'ui';
  return parts.length > 2 ? (parts[1] ?? '') : 'entries';
};
/** The room inside core or store: `src/core/time/x.ts` is in `time`, `src/store/store.ts` in `store`. */
export const innerRoomOf = (path: string): string => {
  const parts = path.split('/');
  return parts.length > 3 ? (parts[2] ?? '') : (parts[2] ?? '').replace(/\.[jt]s$/, '');
};

/** What an import leads to, as a source file. */
export const tsOf = (target: string): string => target.replace(/\.js$/, '.ts');
