import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { packedBytes } from './packed-bytes.js';

/** The tables of iconv-lite for Chinese, Japanese and Korean, packed until a mail needs one: a tenth of the package. */
export const charsetTables: Plugin = {
  name: 'charset-tables',
  setup({ onLoad }) {
    onLoad({ filter: /iconv-lite[\\/]encodings[\\/]tables[\\/].*\.json$/ }, async ({ path }) => {
      const table = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
      const contents = [
        "const { brotliDecompressSync } = require('node:zlib');",
        `module.exports = JSON.parse(${packedBytes(Buffer.from(table))}.toString());`,
      ];
      return { contents: contents.join('\n'), loader: 'js' };
    });
  },
};
