import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { documented, optionsInterface } from './option-docs.js';
import { createTypePrinter } from './type-printer.js';

/** What every project with the library of ES2018 has. A name beyond these would ask for `@types/node` or the DOM. */
const globals = new Set([
  ...['Array', 'AsyncGenerator', 'AsyncIterable', 'AsyncIterableIterator', 'Error', 'Exclude', 'Extract'],
  ...['Omit', 'Partial', 'Pick', 'Promise', 'Readonly', 'Record', 'RegExp', 'Required', 'Uint8Array'],
  ...['globalThis', 'const'],
]);

type Named = ts.Declaration & { name: ts.Identifier };

function programOf(root: string): ts.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, incremental: false },
    root,
  );
  delete options.tsBuildInfoFile;
  return ts.createProgram([join(root, 'src', 'index.ts')], options);
}

/**
 * All types of the package as one file without an import. Types that are made from schemas are written out, so that a user
 * needs neither zod's types nor `@types/node`; everything else stands as in the sources, comments included.
 */
export function declarationsOf(root: string): string {
  const program = programOf(root);
  const checker = program.getTypeChecker();
  const entry = program.getSourceFile(join(root, 'src', 'index.ts'));
  const entrySymbol = entry && checker.getSymbolAtLocation(entry);
  if (!entrySymbol) throw new Error('src/index.ts is no module');
  const written = new Map<string, { symbol: ts.Symbol; text: string }>();
  const queue: ts.Symbol[] = [];
  const printer = createTypePrinter(program, (symbol) => queue.push(symbol));
  const syntactic = syntaxReader();

  const add = (symbol: ts.Symbol) => {
    const name = symbol.getName();
    const known = written.get(name);
    if (known?.symbol === symbol) return;
    if (known) throw new Error(`two public types have the name ${name}`);
    const place = { symbol, text: '' };
    written.set(name, place);
    place.text = textOf(symbol);
  };
  function textOf(symbol: ts.Symbol): string {
    const name = symbol.getName();
    if (name === 'EmulatorOptions')
      return optionsInterface((type) => printer.print(type), optionTypes(symbol));
    const declaration = symbol.declarations?.find((each): each is Named => !ts.isVariableDeclaration(each));
    if (declaration && ts.isTypeAliasDeclaration(declaration) && isComputed(declaration.type))
      return documented(
        docOf(declaration) || docOfAll(symbol),
        `export type ${name} = ${printer.printWhole(symbol)};`,
      );
    const file = (declaration ?? symbol.valueDeclaration)?.getSourceFile();
    if (!file) throw new Error(`${name} is declared nowhere`);
    const { node, text } = syntactic(file, name, declaration !== undefined);
    requireReferences(node, file);
    return text;
  }
  // The comment of the type, which says less of the wire than that of the schema of the same name.
  const docOf = (declaration: ts.Node) =>
    ts
      .getJSDocCommentsAndTags(declaration)
      .map(({ comment }) => ts.getTextOfJSDocComment(comment))
      .join('\n');
  const docOfAll = (symbol: ts.Symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const optionTypes = (symbol: ts.Symbol) =>
    new Map(
      checker
        .getDeclaredTypeOfSymbol(symbol)
        .getProperties()
        .map((option) => [option.getName(), checker.getTypeOfSymbol(option)]),
    );

  function requireReferences(node: ts.Node, file: ts.SourceFile) {
    for (const name of referencesOf(node)) {
      const found = checker.resolveName(name, file, ts.SymbolFlags.Type | ts.SymbolFlags.Value, false);
      const symbol = found && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
      const isOurs = symbol?.declarations?.some((each) =>
        each.getSourceFile().fileName.startsWith(join(root, 'src')),
      );
      if (symbol && isOurs && !globals.has(name)) {
        if (symbol.getName() !== name)
          throw new Error(
            `${file.fileName} uses ${symbol.getName()} as ${name}: public types keep their names`,
          );
        queue.push(symbol);
      } else if (!globals.has(name)) {
        throw new Error(`${file.fileName}: a public type needs ${name}, which not every project has`);
      }
    }
  }

  const values = namedExports(entry);
  for (const exported of checker.getExportsOfModule(entrySymbol)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (symbol.getName() !== exported.getName())
      throw new Error(`${exported.getName()} is ${symbol.getName()} inside`);
    // `export type *` brings values too, as types that nobody can use.
    if (symbol.flags & ts.SymbolFlags.Type || values.has(symbol.getName())) queue.push(symbol);
  }
  for (let symbol = queue.shift(); symbol; symbol = queue.shift()) add(symbol);
  return `${[...written.values()].map(({ text }) => text).join('\n\n')}\n`;
}

/** What a module names in its own exports. */
const namedExports = ({ statements }: ts.SourceFile): Set<string> =>
  new Set(
    statements.flatMap((statement) =>
      ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)
        ? statement.exportClause.elements.map(({ name }) => name.text)
        : namesOf(statement),
    ),
  );

/** Whether a type is to be computed: it is made from a value, such as a schema. */
function isComputed(node: ts.Node): boolean {
  if (ts.isTypeQueryNode(node)) return node.exprName.getText() !== 'globalThis';
  if (ts.isTypeOperatorNode(node)) return node.operator === ts.SyntaxKind.KeyOfKeyword;
  return ts.forEachChild(node, (child) => isComputed(child) || undefined) ?? false;
}

/** The names of types in a declaration, but for those of its own type parameters. */
function referencesOf(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const own = new Set<string>();
  const visit = (child: ts.Node) => {
    if (ts.isTypeParameterDeclaration(child)) own.add(child.name.text);
    const name = ts.isTypeReferenceNode(child)
      ? child.typeName
      : ts.isExpressionWithTypeArguments(child)
        ? child.expression
        : null;
    if (name) names.add(name.getText().split('.')[0] ?? '');
    ts.forEachChild(child, visit);
  };
  visit(node);
  return new Set([...names].filter((name) => !own.has(name)));
}

/** Reads declarations as their file alone says them, bodies of functions left out. */
function syntaxReader(): (
  file: ts.SourceFile,
  name: string,
  skipsVariables: boolean,
) => { node: ts.Node; text: string } {
  const emitted = new Map<ts.SourceFile, ts.SourceFile>();
  return (file, name, skipsVariables) => {
    const declared =
      emitted.get(file) ??
      ts.createSourceFile(
        'types.d.ts',
        ts.transpileDeclaration(readFileSync(file.fileName, 'utf8'), {
          fileName: file.fileName,
          compilerOptions: { target: ts.ScriptTarget.ES2022, declaration: true, strict: true },
        }).outputText,
        ts.ScriptTarget.ES2022,
        true,
      );
    emitted.set(file, declared);
    const node = declared.statements.find(
      (each) => namesOf(each).includes(name) && !(skipsVariables && ts.isVariableStatement(each)),
    );
    if (!node) throw new Error(`${file.fileName} declares no ${name}`);
    const text = node.getFullText().trim();
    return {
      node,
      text: /^(?:\/\*\*[^]*?\*\/\s*)?export /.test(text)
        ? text
        : text.replace(/^((?:\/\*\*[^]*?\*\/\s*)?)/, '$1export '),
    };
  };
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return [statement.name.text];
  if (ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement))
    return statement.name ? [statement.name.text] : [];
  return [];
}
