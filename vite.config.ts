import { defineConfig } from 'vite';
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

const firstPage = '/ui/inbox/inbox-page.tsx';

/** The shell, which the page names by itself. */
const isEntry = (part: Rolldown.OutputAsset | Rolldown.OutputChunk | undefined): boolean =>
  part?.type === 'chunk' && part.isEntry;

/** The inbox is opened first by most: its code comes beside the shell's, not a round trip later. */
function preloadFirstPage(): Plugin {
  const link = (rel: string, file: string): HtmlTagDescriptor => ({
    tag: 'link',
    attrs: { rel, crossorigin: true, href: `./${file}` },
    injectTo: 'head',
  });
  return {
    name: 'preload-first-page',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        for (const part of Object.values(bundle)) {
          if (part.type !== 'chunk' || !part.facadeModuleId?.endsWith(firstPage)) continue;
          const styles = [...(part.viteMetadata?.importedCss ?? [])];
          const scripts = [part.fileName, ...part.imports.filter((file) => !isEntry(bundle[file]))];
          return [
            ...scripts.map((file) => link('modulepreload', file)),
            ...styles.map((file) => link('stylesheet', file)),
          ];
        }
        throw new Error(`No chunk begins with ${firstPage}`);
      },
    },
  };
}

export default defineConfig({
  root: 'ui',
  base: './',
  plugins: [preloadFirstPage()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/ui',
    emptyOutDir: true,
    target: 'es2023',
    // The page's policy takes scripts and styles from its own origin only, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
