import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

/** Numbers of two bytes as an expression; its text has them with the low byte first. */
function numbersOf(numbers: Uint16Array): string {
  const bytes = Buffer.alloc(numbers.length * 2);
  numbers.forEach((number, index) => bytes.writeUInt16LE(number, index * 2));
  return [
    `const bytes = Buffer.from("${bytes.toString('base64')}", "base64");`,
    'if (new Uint8Array(new Uint16Array([1]).buffer)[0] === 0) bytes.swap16();',
    'return new Uint16Array(Uint8Array.from(bytes).buffer);',
  ].join('\n');
}

/** The named characters of HTML, ready to use: as entities brings them, unpacking takes 2 ms of every start. */
export const entityTree: Plugin = {
  name: 'entity-tree',
  setup({ onLoad }) {
    onLoad({ filter: /entities[\\/]dist[\\/]generated[\\/]decode-data-html\.js$/ }, async ({ path }) => {
      const { htmlDecodeTree } = (await import(pathToFileURL(path).href)) as { htmlDecodeTree: Uint16Array };
      return {
        contents: `export const htmlDecodeTree = /* @__PURE__ */ (() => {\n${numbersOf(htmlDecodeTree)}\n})();`,
      };
    });
  },
};
