import { readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { charsetModels } from './charset-models.js';
import { charsetTables } from './charset-tables.js';
import { requireLateLibraries } from './late-libraries.js';

/**
 * What libraries load at their start for parts of them that nobody calls here, by the library that asks. Each costs
 * milliseconds before `Ready.` and kilobytes of the package: express its body parsers and the extended query parser (the
 * server reads bodies itself), handlebars its source maps, commander the start of commands that are other programs,
 * mailparser what makes text of html and html of text (it hands over every part as bytes: `src/smtp/parser/parts.ts`),
 * libmime the tables of Japanese (`src/smtp/parser/charset.ts` has Node's), undici HTTP/2 and the bodies of `fetch`
 * (`src/webhooks/receiver-link.ts` opens the connections) and one of two copies of its parser: that for processors with SIMD,
 * without which it takes the other.
 */
const neverCalled: Readonly<Record<string, readonly string[]>> = {
  'body-parser': ['express'],
  qs: ['express'],
  'source-map': ['handlebars'],
  'node:child_process': ['commander'],
  'html-to-text': ['mailparser'],
  he: ['mailparser'],
  'encoding-japanese': ['libmime'],
  './client-h2.js': ['undici'],
  '../web/fetch/body.js': ['undici'],
  '../llhttp/llhttp_simd-wasm.js': ['undici'],
};

const leaveOut: Plugin = {
  name: 'leave-out',
  setup({ onResolve, onLoad }) {
    for (const [name, askers] of Object.entries(neverCalled)) {
      onResolve({ filter: new RegExp(`^${name.replaceAll('.', '\\.')}$`) }, ({ importer }) =>
        askers.some((asker) => importer.includes(join('node_modules', asker)))
          ? { path: name, namespace: 'left-out' }
          : null,
      );
    }
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const servedExtensions = [
  'html',
  'js',
  'mjs',
  'css',
  'json',
  'map',
  'txt',
  'svg',
  'png',
  'ico',
  'woff2',
  'bin',
];

/** The types of the files that are served: the whole table of the world takes longer to load than all of express. */
const servedTypes: Plugin = {
  name: 'served-types',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules[\\/]mime-db[\\/]db\.json$/ }, async ({ path }) => {
      const all = JSON.parse(await readFile(path, 'utf8')) as Record<string, { extensions?: string[] }>;
      const kept = Object.entries(all).filter(([, { extensions }]) =>
        extensions?.some((extension) => servedExtensions.includes(extension)),
      );
      return { contents: JSON.stringify(Object.fromEntries(kept)), loader: 'json' };
    });
  },
};

/** The types by which mailparser replaces `application/octet-stream`: `content_type` is as sent. */
const guessedTypes: Plugin = {
  name: 'guessed-types',
  setup({ onLoad }) {
    onLoad({ filter: /libmime[\\/]dist[\\/]cjs[\\/]mimetypes\.js$/ }, () => ({
      contents: 'exports.list = {}; exports.extensions = {};',
    }));
  },
};

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

/** The entry for programs that can only `require` CommonJS: a small file by itself, which starts the other in a thread. */
const buildCommonJs = (root: string, outdir: string) =>
  build({
    ...common,
    ...unfakeable(root),
    absWorkingDir: root,
    entryPoints: { index: 'src/index-cjs.ts' },
    outdir,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
  });

/** Bundles the program with all its libraries. Returns the source files that went into it. */
export async function buildNode(root: string, outdir = join(root, 'dist')): Promise<string[]> {
  await buildCommonJs(root, outdir);
  const globals = unfakeable(root);
  const { metafile } = await build({
    ...common,
    ...globals,
    absWorkingDir: root,
    entryPoints: {
      cli: 'src/bin.ts',
      index: 'src/index.ts',
      'parser-worker': 'src/app/parser-worker.ts',
      'campaign-worker': 'src/app/campaign-worker.ts',
    },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    format: 'esm',
    metafile: true,
    alias: {
      ...globals.alias,
      // Its main file hides its imports from bundlers.
      'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
      // The parser imports it and its libraries require it: one copy does for both.
      libmime: join(root, 'node_modules/libmime/dist/cjs/libmime.js'),
    },
    // Libraries in CommonJS ask for node's own modules by `require`.
    banner: {
      js: "import { createRequire as createNodeRequire } from 'node:module'; const require = createNodeRequire(import.meta.url);",
    },
    plugins: [leaveOut, servedTypes, guessedTypes, charsetModels, charsetTables],
  });
  requireNamedImports(metafile);
  requireLateLibraries(metafile);
  await removeOthers(
    join(outdir, 'chunks'),
    Object.keys(metafile.outputs).map((path) => join(root, path)),
  );
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => relative(root, join(root, path)));
}

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
