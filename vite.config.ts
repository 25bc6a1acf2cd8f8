import { defineConfig } from 'vite';
import type { HtmlTagDescriptor, Plugin } from 'vite';

const firstPage = '/ui/inbox/inbox-page.tsx';

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
          return [link('modulepreload', part.fileName), ...styles.map((file) => link('stylesheet', file))];
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
