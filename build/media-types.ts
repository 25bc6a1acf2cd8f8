import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

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
export const servedTypes: Plugin = {
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
export const guessedTypes: Plugin = {
  name: 'guessed-types',
  setup({ onLoad }) {
    onLoad({ filter: /libmime[\\/]dist[\\/]cjs[\\/]mimetypes\.js$/ }, () => ({
      contents: 'exports.list = {}; exports.extensions = {};',
    }));
  },
};
