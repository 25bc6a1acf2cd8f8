import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

const sourcesUnder = (dir: string): string[] =>
  readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(dir, file));

interface Import {
  /** A path from the root for files of ours, the package's name otherwise. */
  target: string;
  own: boolean;
  typeOnly: boolean;
}

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    const own = specifier.startsWith('.');
    const target = own ? normalize(join(dirname(file), specifier)) : specifier;
    found.push({ target, own, typeOnly });
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
      if (specifier && ts.isStringLiteral(specifier)) add(specifier.text, false);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

/** The room of a file: `src/core/x.ts` is in `core`, `src/x.ts` in `root`, `ui/x.ts` in `ui`. */
const roomOf = (path: string): string => {
  const parts = path.split('/');
  if (parts[0] === 'ui') return 'ui';
  return parts.length > 2 ? (parts[1] ?? '') : 'root';
};

/** What each room may import of ours, and what of it as types alone. */
const law: Record<string, { values: string[]; types: string[] }> = {
  contract: { values: ['contract'], types: [] },
  core: { values: ['contract', 'core'], types: [] },
  store: { values: ['contract', 'store'], types: ['core'] },
  http: { values: ['contract', 'core', 'http'], types: [] },
  smtp: { values: ['contract', 'core', 'smtp'], types: [] },
  projections: { values: ['contract', 'core', 'projections'], types: [] },
  client: { values: ['contract', 'client'], types: [] },
  cli: { values: ['contract', 'client', 'cli', 'root'], types: ['core'] },
  ui: { values: ['ui'], types: ['contract'] },
};

/** The one room, or file, of each library. */
const homes: Record<string, RegExp> = {
  express: /^src\/http\//,
  'smtp-server': /^src\/smtp\//,
  mailparser: /^src\/smtp\//,
  lowdb: /^src\/store\/persistence\//,
  ws: /^src\/projections\/live\.ts$/,
  handlebars: /^src\/core\/compose\//,
  htmlparser2: /^src\/core\/html\//,
  entities: /^src\/core\/html\//,
  commander: /^src\/cli/,
  zod: /^src\/(?:contract|http|store)\//,
  preact: /^ui\//,
};

const packageOf = (specifier: string): string => specifier.split('/')[0] ?? specifier;
/** Node modules that do not reach outside the process. */
const pureNodeModules = new Set(['node:crypto']);

describe('the import law', () => {
  const files = [...sourcesUnder('src'), ...sourcesUnder('ui')];

  it.each(files)('%s imports only what its room may', (file) => {
    const rules = law[roomOf(file)];
    const broken = importsOf(file).filter(({ own, target, typeOnly }) => {
      if (!own || !rules) return false;
      const room = roomOf(target.replace(/\.js$/, '.ts'));
      return !rules.values.includes(room) && !(typeOnly && rules.types.includes(room));
    });
    expect(broken).toEqual([]);
  });

  it.each(files)('%s uses libraries only in their homes', (file) => {
    const strays = importsOf(file).filter(({ own, target, typeOnly }) => {
      const home = homes[packageOf(target)];
      return !own && !typeOnly && home !== undefined && !home.test(file);
    });
    expect(strays).toEqual([]);
  });

  it.each(sourcesUnder('src/core'))('%s does no input or output', (file) => {
    const reaching = importsOf(file).filter(
      ({ target, typeOnly }) => target.startsWith('node:') && !typeOnly && !pureNodeModules.has(target),
    );
    expect(reaching).toEqual([]);
  });
});

/** Lines of a function without those of the functions in it: a factory is its own lines, not its closures'. */
function ownLines(node: ts.Node, source: ts.SourceFile): number {
  const linesOf = (part: ts.Node) =>
    source.getLineAndCharacterOfPosition(part.getEnd()).line -
    source.getLineAndCharacterOfPosition(part.getStart(source)).line +
    1;
  let inner = 0;
  const visit = (child: ts.Node) => {
    if (ts.isFunctionLike(child)) inner += linesOf(child) - 1;
    else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return linesOf(node) - inner;
}

function longFunctions(file: string, most: number): string[] {
  const source = parse(file);
  const long: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node) && ownLines(node, source) > most) {
      long.push(`line ${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return long;
}

describe('sizes', () => {
  // The composition of one workspace lists its parts: there is nothing to split but the list.
  const lists = new Set(['src/app/workspace.ts', 'src/app/compose-services.ts', 'src/app/emulator.ts']);

  it.each(sourcesUnder('src').filter((file) => !lists.has(file)))(
    '%s has no function over 40 lines',
    (file) => {
      expect(longFunctions(file, 40)).toEqual([]);
    },
  );

  it.each([...sourcesUnder('src'), ...sourcesUnder('ui')])('%s has at most 250 lines', (file) => {
    expect(readFileSync(join(root, file), 'utf8').split('\n').length).toBeLessThanOrEqual(251);
  });
});

describe('the user interface', () => {
  it.each(sourcesUnder('ui'))('%s takes no value from the server', (file) => {
    const values = importsOf(file).filter(
      ({ own, target, typeOnly }) => own && !typeOnly && relative('src', target).startsWith('..') === false,
    );
    expect(values).toEqual([]);
  });
});
