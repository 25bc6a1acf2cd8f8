import { readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { importsOf, parse, roomOf, sourcesUnder, tsOf } from './support/imports.js';

const root = join(import.meta.dirname, '..');
const sources = [...sourcesUnder('src'), ...sourcesUnder('ui')];
/** The files that may import them: tests stand beside the sources too. */
const readers = ['src', 'ui', 'test', 'build'].flatMap((dir) =>
  readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'))
    .map((file) => join(dir, file)),
);

/** The values that a file exports. A type that says what an exported function takes may be exported beside it. */
function exportsOf(file: string): string[] {
  return parse(file).statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
      return statement.name ? [statement.name.text] : [];
    return [];
  });
}

/** All that a file declares for others, types too. */
const declaredBy = (file: string): string[] => [
  ...exportsOf(file),
  ...parse(file).statements.flatMap((statement) =>
    (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) &&
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      ? [statement.name.text]
      : [],
  ),
];

/** What a file takes of others: the file that it names, and the names. A module as a whole may give every word that follows. */
function importsBy(reader: string): { target: string; names: readonly string[] }[] {
  const source = parse(reader);
  const everyWord = () => source.text.match(/\w+/g) ?? [];
  const ofModule = (specifier: ts.Expression | undefined, names: readonly string[]) =>
    specifier && ts.isStringLiteral(specifier) && specifier.text.startsWith('.')
      ? [{ target: normalize(join(dirname(reader), tsOf(specifier.text))), names }]
      : [];
  const named = ({ elements }: ts.NamedImports | ts.NamedExports) =>
    elements.map(({ name, propertyName }) => (propertyName ?? name).text);
  const fixed = source.statements.flatMap((statement) => {
    if (
      ts.isExportDeclaration(statement) &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
    )
      return ofModule(statement.moduleSpecifier, named(statement.exportClause));
    if (!ts.isImportDeclaration(statement)) return [];
    const bindings = statement.importClause?.namedBindings;
    return ofModule(
      statement.moduleSpecifier,
      bindings && ts.isNamedImports(bindings) ? named(bindings) : everyWord(),
    );
  });
  const loaded = importsOf(reader)
    .filter(({ own, dynamic }) => own && dynamic)
    .map(({ target }) => ({ target: tsOf(target), names: everyWord() }));
  return [...fixed, ...loaded];
}

/** The names that each file is asked for by others. */
function importedNames(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { target, names } of readers.flatMap(importsBy))
    for (const file of [target, `${target}x`])
      for (const name of names) found.set(file, (found.get(file) ?? new Set()).add(name));
  return found;
}

it('no value is exported that no other file imports', () => {
  const imported = importedNames();
  const unused = sources
    .filter((file) => roomOf(file) !== 'entries')
    .flatMap((file) =>
      exportsOf(file)
        .filter((name) => !imported.get(file)?.has(name))
        .map((name) => `${file}: ${name}`),
    );
  expect(unused).toEqual([]);
});

it('no two files of the sources export the same name, so that a word means one thing', () => {
  const homes = new Map<string, Set<string>>();
  for (const file of sourcesUnder('src').filter((file) => roomOf(file) !== 'entries'))
    for (const name of declaredBy(file)) homes.set(name, (homes.get(name) ?? new Set()).add(file));
  const shared = [...homes].filter(([, files]) => files.size > 1);
  expect(shared.map(([name, files]) => `${name}: ${[...files].join(', ')}`)).toEqual([]);
});
