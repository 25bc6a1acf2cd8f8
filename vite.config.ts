import { defineConfig } from 'vite';
import type { Plugin, Rolldown } from 'vite';

/** The page that opens where the address names none. */
const firstPage = 'inbox';
const pageModule = /\/ui\/([\w-]+)\/\1-page\.tsx$/;

type Bundle = Rolldown.OutputBundle;

/** A chunk with all that it imports, as far as the shell does not bring it along. */
function filesOf(bundle: Bundle, name: string, known: ReadonlySet<string> = new Set()): Set<string> {
  const files = new Set<string>();
  function add(file: string) {
    const part = bundle[file];
    if (part?.type !== 'chunk' || files.has(file) || known.has(file)) return;
    files.add(file);
    for (const style of part.viteMetadata?.importedCss ?? []) files.add(style);
    part.imports.forEach(add);
  }
  add(name);
  return files;
}

/** What each page needs beside the shell, by the first step of its address. */
function filesByPage(bundle: Bundle): [name: string, files: string[]][] {
  const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
  const shell = new Set(
    chunks.flatMap(({ isEntry, fileName }) => (isEntry ? [...filesOf(bundle, fileName)] : [])),
  );
  return chunks.flatMap(({ facadeModuleId, fileName }): [string, string[]][] => {
    const name = pageModule.exec(facadeModuleId ?? '')?.[1];
    return name === undefined ? [] : [[name, [...filesOf(bundle, fileName, shell)]]];
  });
}

/**
 * The code of the page that is opened first comes beside the shell's, not a round trip later. The hash names that page. Its
 * styles are fetched alone: they apply after the shell's, in the order in which the modules ask for them.
 */
function preloadFirstPage(): Plugin {
  const script = (pages: [string, string[]][]) =>
    `{const pages=new Map(${JSON.stringify(pages)});` +
    `for(const file of pages.get(location.hash.split(/[/?]/)[1])??pages.get(${JSON.stringify(firstPage)})){` +
    `const link=document.createElement('link');link.crossOrigin='';` +
    `if(file.endsWith('.css')){link.rel='preload';link.as='style'}else link.rel='modulepreload';` +
    `link.href='./'+file;document.head.append(link)}}`;
  return {
    name: 'preload-first-page',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const pages = filesByPage(bundle);
        if (!pages.some(([name]) => name === firstPage)) throw new Error(`No chunk is the page ${firstPage}`);
        // Before all styles, which a script waits for. The server lets it run by the hash of its text.
        return html.replace('<title>', () => `<script>${script(pages)}</script>\n    <title>`);
      },
    },
  };
}

/** What the first page needs that other parts of the UI need too: many small files would be packed worse, and asked for one by one. */
const sharedChunks = [
  { name: 'preact', test: /\/node_modules\/preact\// },
  {
    name: 'shared',
    test: /\/ui\/(?:words\/(?:isolated|mailbox-words|mail-state)|shell\/(?:chip|copy-button|lists\/search-field|keys\/key-list|panes\/use-viewport))\.tsx?$/,
  },
  // With a script, so that it comes before the styles of the page that asks for it: a chunk of styles alone would come behind.
  { name: 'pages', test: /\/ui\/shell\/(?:styles\/pages\.css|panes\/split-detail\.tsx)$/ },
];

export default defineConfig({
  root: 'ui',
  base: './',
  plugins: [preloadFirstPage()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/ui',
    emptyOutDir: true,
    target: 'es2023',
    // The page's policy takes styles and further scripts from its own origin only, so nothing else is inlined.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // A later part finds the code that it imports by itself; lists of that would be a thirtieth of the first load.
      resolveDependencies: (_, files, { hostType }) =>
        hostType === 'js' ? files.filter((file) => file.endsWith('.css')) : files,
    },
    // On a slow machine it warns of the time that plugins take.
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: { codeSplitting: { groups: sharedChunks } },
    },
  },
});
