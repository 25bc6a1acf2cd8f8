import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { build, transform } from 'esbuild';
import type { BuildOptions, Metafile } from 'esbuild';
import { builtins } from './builtins.js';
import { charsetModels } from './charset-models.js';
import { charsetTables } from './charset-tables.js';
import { entityTree } from './entity-tree.js';
import { requireLateLibraries } from './late-libraries.js';
import { leaveOut } from './leave-out.js';
import { guessedTypes, servedTypes } from './media-types.js';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // V8 keeps a source in two bytes a character as soon as one of them is beyond Latin-1.
  charset: 'ascii',
  // Names stay and lines stay short: what a stack trace says is to be found, without a source map twice the size.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 160,
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/** The globals and timers that a test may fake, taken when the package is loaded: the same for every bundle. */
const unfakeable = (root: string) => {
  const file = (name: string) => join(root, 'build', 'globals', name);
  return {
    inject: [file('captured.ts')],
    define: {
      'process.nextTick': 'capturedNextTick',
      'process.hrtime': 'capturedHrtime',
      'performance.now': 'capturedNow',
      'Date.now': 'capturedDateNow',
      'Math.random': 'capturedRandom',
    },
    alias: {
      timers: file('timers.ts'),
      'node:timers': file('timers.ts'),
      'timers/promises': file('timers-promises.ts'),
      'node:timers/promises': file('timers-promises.ts'),
    },
  } satisfies BuildOptions;
};

/**
 * What the package begins with, each a chunk among those that they share. `required` is for programs that can only `require`
 * CommonJS: it needs few of them, and starts the library in a thread.
 */
const entries = {
  signals: 'src/cli/signals.ts',
  'once-started': 'src/cli/once-started.ts',
  main: 'src/cli/main.ts',
  library: 'src/index.ts',
  required: 'src/index-cjs.ts',
  'parser-worker': 'src/app/parser-worker.ts',
  'campaign-worker': 'src/app/campaign-worker.ts',
};

/** Bundles the program with all its libraries. Returns the source files that went into it. */
export async function buildNode(root: string, outdir = join(root, 'dist')): Promise<string[]> {
  const { chunkOf, exportsOf, files } = await buildChunks(root, join(outdir, 'chunks'));
  await buildCommand(root, outdir, chunkOf);
  const names = exportsOf('library').join(', ');
  await writeFile(
    join(outdir, 'index.js'),
    `import library from './chunks/${chunkOf('library')}';\nexport const { ${names} } = library;\n`,
  );
  await writeFile(
    join(outdir, 'index.cjs'),
    `module.exports = require('./chunks/${chunkOf('required')}');\n`,
  );
  for (const worker of ['parser-worker', 'campaign-worker'] as const)
    await writeFile(join(outdir, `${worker}.js`), `import './chunks/${chunkOf(worker)}';\n`);
  return files;
}

type Entry = keyof typeof entries;

/**
 * The command: what loads the chunks of all else, with what was compiled before. It is CommonJS, which is there 5 ms before an ES
 * module; that has its former name.
 */
async function buildCommand(root: string, outdir: string, chunkOf: (entry: Entry) => string): Promise<void> {
  await build({
    ...common,
    absWorkingDir: root,
    entryPoints: { cli: 'src/bin.ts' },
    outdir,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    define: {
      'import.meta.dirname': '__dirname',
      chunks: JSON.stringify({
        signals: chunkOf('signals'),
        onceStarted: chunkOf('once-started'),
        main: chunkOf('main'),
      }),
    },
  });
  // A file that is there keeps its mode: it is set by itself.
  await chmod(join(outdir, 'cli.cjs'), 0o755);
  await writeFile(join(outdir, 'cli.js'), "#!/usr/bin/env node\nimport './cli.cjs';\n");
  await chmod(join(outdir, 'cli.js'), 0o755);
}

/**
 * Bundles all else. esbuild cuts only ES modules into chunks; each becomes CommonJS then, which Node loads faster, and whose
 * compiled code can be kept before Node 22.
 */
async function buildChunks(root: string, outdir: string) {
  const globals = unfakeable(root);
  const { outputFiles, metafile } = await build({
    ...common,
    ...globals,
    absWorkingDir: root,
    entryPoints: entries,
    outdir,
    outExtension: { '.js': '.cjs' },
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    splitting: true,
    format: 'esm',
    metafile: true,
    write: false,
    alias: {
      ...globals.alias,
      // Its main file hides its imports from bundlers.
      'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
      // The parser imports it and its libraries require it: one copy does for both.
      libmime: join(root, 'node_modules/libmime/dist/cjs/libmime.js'),
    },
    plugins: [leaveOut, servedTypes, guessedTypes, entityTree, charsetModels, charsetTables, builtins],
  });
  requireNamedImports(metafile);
  requireLateLibraries(metafile);
  await mkdir(outdir, { recursive: true });
  for (const { path, text } of outputFiles) await writeFile(path, await commonJsOf(text));
  await removeOthers(
    outdir,
    outputFiles.map(({ path }) => path),
  );
  const outputs = Object.entries(metafile.outputs);
  const outputOf = (entry: Entry) => {
    const found = outputs.find(([, { entryPoint }]) => entryPoint === entries[entry]);
    if (!found) throw new Error(`${entries[entry]} made no chunk`);
    return found;
  };
  return {
    chunkOf: (entry: Entry) => basename(outputOf(entry)[0]),
    exportsOf: (entry: Entry) => outputOf(entry)[1].exports,
    files: outputs
      .flatMap(([, { inputs }]) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => relative(root, join(root, path))),
  };
}

/** A chunk as CommonJS; what it loads later it requires then. */
async function commonJsOf(chunk: string): Promise<string> {
  const { code } = await transform(chunk, {
    platform: 'node',
    target: common.target,
    charset: common.charset,
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: common.lineLimit,
    supported: { 'dynamic-import': false },
  });
  return asciiOf(code);
}

/**
 * esbuild leaves regular expressions as they are. Their letters beyond ASCII are written as `\uXXXX`, which means the same in
 * one, and in all else that it may have left: the command reads each byte as a character.
 */
const asciiOf = (code: string): string =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The name of a chunk has a hash of what is in it, so those of earlier builds would stay for ever. */
async function removeOthers(dir: string, kept: readonly string[]): Promise<void> {
  const others = (await readdir(dir)).map((name) => join(dir, name)).filter((path) => !kept.includes(path));
  await Promise.all(others.map((path) => rm(path)));
}

/**
 * A library in CommonJS that is bundled shows its names to `import` statements alone: `await import` finds none of them,
 * which nothing but the running program would tell.
 */
function requireNamedImports({ inputs }: Metafile): void {
  for (const [file, { imports }] of Object.entries(inputs)) {
    for (const { kind, path } of imports) {
      if (kind === 'dynamic-import' && inputs[path]?.format === 'cjs')
        throw new Error(
          `${file} loads ${path}, which is CommonJS: name what is needed of it in a module of its own`,
        );
    }
  }
}
