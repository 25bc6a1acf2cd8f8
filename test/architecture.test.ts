import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { importsOf, innerRoomOf, parse, roomOf, sourcesUnder, tsOf } from './support/imports.js';
import type { Import } from './support/imports.js';

const root = join(import.meta.dirname, '..');

interface Rule {
  values: string[];
  types?: string[];
}

const rooms: readonly string[] = readdirSync(join(root, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What each room may import of ours, and what of it as types alone. */
const law: Record<string, Rule> = {
  // Nothing but the public entries stands in src itself.
  entries: { values: ['entries', 'app', 'cli', 'client', 'config', 'contract'], types: ['core'] },
  app: { values: [...rooms.filter((room) => room !== 'cli')] },
  cli: { values: ['cli', 'client', 'config', 'contract'], types: ['app'] },
  config: { values: ['config', 'contract'] },
  threads: { values: ['threads', 'contract'] },
  contract: { values: ['contract'] },
  core: { values: ['contract', 'core'] },
  store: { values: ['contract', 'store'], types: ['core'] },
  webhooks: { values: ['contract', 'core', 'webhooks'] },
  projections: { values: ['contract', 'core', 'projections'] },
  http: { values: ['contract', 'core', 'http'] },
  smtp: { values: ['contract', 'core', 'smtp', 'threads'] },
  client: { values: ['contract', 'client'] },
  ui: { values: ['ui'], types: ['contract'] },
};

/** Rooms with the number of their floor, the lowest first. */
const floorsOf = (floors: readonly string[][], lowest = 1): Record<string, number> =>
  Object.fromEntries(floors.flatMap((rooms, index) => rooms.map((room) => [room, index + lowest])));

/** The floor of each room of core: a room imports contract, itself, and rooms on a strictly lower floor. */
const coreFloors = floorsOf([
  ['html', 'messages', 'ports'],
  ['time', 'events'],
  ['tracking', 'access', 'webhooks', 'engagement', 'traffic'],
  ['compose', 'contacts', 'workspace', 'trigger'],
  ['outbox'],
  ['campaigns', 'inbox'],
  ['fixtures', 'play', 'timeline'],
  ['services'],
]);
/** The same inside the store; of core it knows the types of ports and time. */
const storeFloors = floorsOf(
  [['files'], ['tables', 'publisher', 'search'], ['persistence'], ['store', 'mail'], ['transfer']],
  0,
);

/** The one room, or file, of each library. */
const homes: Record<string, RegExp> = {
  express: /^src\/http\//,
  'smtp-server': /^src\/smtp\//,
  mailparser: /^src\/smtp\/parser\//,
  libmime: /^src\/smtp\/parser\//,
  libqp: /^src\/smtp\/parser\//,
  'iconv-lite': /^src\/smtp\/parser\//,
  jschardet: /^src\/smtp\/parser\//,
  '@zone-eu': /^src\/smtp\/parser\//,
  nanoid: /^src\/core\/time\//,
  lowdb: /^src\/store\/persistence\//,
  'csv-parse': /^src\/store\/transfer\//,
  'jsonc-parser': /^src\/contract\/json\/json-place\.ts$/,
  '@streamparser/json': /^src\/store\/transfer\//,
  ws: /^src\/projections\/live/,
  undici: /^src\/webhooks\//,
  handlebars: /^src\/core\/compose\//,
  htmlparser2: /^src\/core\/html\//,
  entities: /^src\/core\/html\//,
  fflate: /^src\/core\/inbox\//,
  'diff-sequences': /^ui\/inbox\//,
  commander: /^src\/cli\//,
  zod: /^src\/(?:contract|http|store)\//,
  preact: /^ui\//,
};

const packageOf = (specifier: string): string => specifier.split('/')[0] ?? specifier;
/** Node modules that do not reach outside the process. */
const pureNodeModules = new Set(['node:crypto', 'node:util']);

/** Which imports of a file the law of its room does not allow. */
function forbidden(file: string): Import[] {
  const rule = law[roomOf(file)];
  return importsOf(file).filter(({ own, target, typeOnly }) => {
    if (!own) return false;
    const room = roomOf(tsOf(target));
    if (file === 'src/cli/start.ts' && room === 'app') return false;
    return !rule?.values.includes(room) && !(typeOnly && rule?.types?.includes(room));
  });
}

/** Which imports inside core, or inside the store, do not lead to a lower floor. */
function upward(file: string): Import[] {
  const room = roomOf(file);
  const floors = room === 'core' ? coreFloors : room === 'store' ? storeFloors : null;
  const here = innerRoomOf(file);
  return importsOf(file).filter(({ own, target }) => {
    if (!own || !floors || roomOf(tsOf(target)) !== room) return false;
    const there = innerRoomOf(target);
    return there !== here && !((floors[there] ?? Infinity) < (floors[here] ?? -Infinity));
  });
}

/** A circle of imports of values, as the files that it goes through; null where there is none. */
function valueCircle(files: readonly string[]): string[] | null {
  const graph = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter(({ own, typeOnly }) => own && !typeOnly)
        .map(({ target }) => tsOf(target)),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return null;
  };
  for (const file of files) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return null;
}

describe('the import law', () => {
  const files = [...sourcesUnder('src'), ...sourcesUnder('ui')];

  it('knows every room, and src itself holds the entries alone', () => {
    expect(Object.keys(law).sort()).toEqual([...rooms, 'entries', 'ui'].sort());
    const loose = files.filter((file) => roomOf(file) === 'entries').map((file) => basename(file));
    expect(loose.sort()).toEqual(['bin.ts', 'index-cjs.ts', 'index.ts']);
    const inner = (dir: string) => [...new Set(sourcesUnder(dir).map(innerRoomOf))].sort();
    expect(inner('src/core')).toEqual(Object.keys(coreFloors).sort());
    expect(inner('src/store')).toEqual(Object.keys(storeFloors).sort());
  });

  it.each(files)('%s imports only what its room may', (file) => {
    expect(forbidden(file)).toEqual([]);
  });

  it.each(files.filter((file) => /^src\/(?:core|store)\//.test(file)))(
    '%s imports lower rooms alone',
    (file) => {
      expect(upward(file)).toEqual([]);
    },
  );

  it('has no circle of values anywhere', () => {
    expect(valueCircle(files)).toBeNull();
  });

  it('loads the composition in the start command alone, when it is called', () => {
    const loaders = files.filter(
      (file) => roomOf(file) === 'cli' && importsOf(file).some(({ target }) => roomOf(target) === 'app'),
    );
    expect(loaders).toEqual(['src/cli/start.ts']);
    const values = importsOf('src/cli/start.ts').filter(
      ({ target, typeOnly, dynamic }) => roomOf(target) === 'app' && !typeOnly && !dynamic,
    );
    expect(values).toEqual([]);
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

const lineOf = (source: ts.SourceFile, position: number): number =>
  source.getLineAndCharacterOfPosition(position).line + 1;

const linesOf = (node: ts.Node, source: ts.SourceFile): number =>
  lineOf(source, node.getEnd()) - lineOf(source, node.getStart(source)) + 1;

/** Lines of a function without those of the functions in it. */
function ownLines(node: ts.Node, source: ts.SourceFile): number {
  let inner = 0;
  const visit = (child: ts.Node) => {
    if (ts.isFunctionLike(child)) inner += linesOf(child, source) - 1;
    else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return linesOf(node, source) - inner;
}

/** Functions of over 40 lines of their own, or over 120 with the closures in them. */
function longFunctions(file: string): string[] {
  const source = parse(file);
  const long: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node) && (ownLines(node, source) > 40 || linesOf(node, source) > 120))
      long.push(`line ${lineOf(source, node.getStart(source))}: ${linesOf(node, source)} lines`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return long;
}

describe('sizes', () => {
  it.each(sourcesUnder('src'))('%s has no function over 40 lines, or over 120 with its closures', (file) => {
    expect(longFunctions(file)).toEqual([]);
  });

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

  // Words and the shell know no page; the pages know words and the shell, never each other.
  const uiFloors = { words: 1, live: 2, shell: 3, page: 4, top: 5 };
  const uiRoomOf = (file: string) => {
    const [, room, rest] = file.split('/');
    return rest === undefined ? 'top' : (room ?? '');
  };
  const uiFloorOf = (room: string) =>
    room in uiFloors ? uiFloors[room as keyof typeof uiFloors] : uiFloors.page;
  it.each(sourcesUnder('ui'))('%s imports from lower rooms alone', (file) => {
    const room = uiRoomOf(file);
    const wrong = importsOf(file)
      .filter(({ own, target }) => own && target.startsWith('ui/') && uiRoomOf(target) !== room)
      .filter(({ target }) => uiFloorOf(uiRoomOf(target)) >= uiFloorOf(room))
      .map(({ target }) => target);
    expect(wrong).toEqual([]);
  });
});

/** What the first graph of ARCHITECTURE.md draws: `a --> b & c` for values, `a -.-> b` for types alone. */
function drawnArrows(): string[] {
  const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const graph = /^```mermaid\nflowchart[^]*?^```$/m.exec(page)?.[0] ?? '';
  return [...graph.matchAll(/^ *([\w& ]+?) (-->|-\.->) ([\w& ]+)$/gm)].flatMap(([, from, arrow, to]) =>
    (from ?? '').split(' & ').flatMap((a) => (to ?? '').split(' & ').map((b) => `${a} ${arrow} ${b}`)),
  );
}

function actualArrows(files: readonly string[]): string[] {
  const values = new Set<string>();
  const types = new Set<string>();
  for (const file of files) {
    for (const { own, target, typeOnly } of importsOf(file)) {
      const [from, to] = [roomOf(file), roomOf(tsOf(target))];
      if (own && from !== to) (typeOnly ? types : values).add(`${from} --> ${to}`);
    }
  }
  const alone = [...types].filter((arrow) => !values.has(arrow)).map((arrow) => arrow.replace('-->', '-.->'));
  return [...values, ...alone];
}

describe('ARCHITECTURE.md', () => {
  it('draws every import between rooms, and no other', () => {
    expect(drawnArrows().sort()).toEqual(
      actualArrows([...sourcesUnder('src'), ...sourcesUnder('ui')]).sort(),
    );
  });

  it('has the floors of core as they are', () => {
    const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const rows = [...page.matchAll(/^\| (\d) \| `core\/([\w-]+)`/gm)];
    expect(Object.fromEntries(rows.map(([, floor, room]) => [room, Number(floor)]))).toEqual(coreFloors);
  });
});
