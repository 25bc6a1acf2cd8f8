import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { charsetsOfMail } from '../src/smtp/parser/mail-charsets.js';
import { packedBytes } from './packed-bytes.js';

/** Modules of jschardet that its package does not export. */
interface Bytes {
  readBytes(): Uint8Array;
}
interface Registry {
  lookupEncoding(name: string): string | null;
}
interface Format {
  LANGNORM_HEADER_SIZE: number;
  MODELS_MAGIC: Uint8Array;
  parseModelsBin(data: Uint8Array): { models: Map<string, Uint8Array>; norms: Map<string, number> };
}

const load = async <T>(path: string): Promise<T> => (await import(pathToFileURL(path).href)) as T;

const wordOf = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const normOf = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
};

/** The models of a folder of jschardet, each named `<language>/<charset>`, and which of them mail needs. */
async function readModels(dir: string) {
  const { readBytes } = await load<Bytes>(join(dir, 'models.bin.js'));
  const format = await load<Format>(join(dir, '_format.js'));
  const { lookupEncoding } = await load<Registry>(join(dir, '..', 'registry.js'));
  const { models, norms } = format.parseModelsBin(readBytes());
  const names = [...models.keys()];
  const wanted = new Set(charsetsOfMail.map(lookupEncoding));
  const isKept = (name: string) => wanted.has(lookupEncoding(name.slice(name.indexOf('/') + 1)));
  return { format, names, isKept, models, norms };
}

type Models = Awaited<ReturnType<typeof readModels>>;

function packModels({ format, names, isKept, models, norms }: Models): Buffer {
  const kept = names.filter(isKept);
  const heads = kept.map((name) =>
    Buffer.concat([wordOf(Buffer.byteLength(name)), Buffer.from(name), normOf(norms.get(name) ?? 0)]),
  );
  const tables = kept.flatMap((name) => models.get(name) ?? []);
  return Buffer.concat([format.MODELS_MAGIC, wordOf(kept.length), ...heads, ...tables]);
}

/** The norms of the same models, one after the other. */
function packNorms({ format, names, isKept }: Models, all: Uint8Array): Buffer {
  const head = format.LANGNORM_HEADER_SIZE;
  const ofKept = names.flatMap((name, index) =>
    isKept(name) ? [all.subarray(head + 8 * index, head + 8 * index + 8)] : [],
  );
  return Buffer.concat([all.subarray(0, head), ...ofKept]);
}

async function readData(dir: string, kind: string): Promise<Uint8Array> {
  const { readBytes } = await load<Bytes>(join(dir, `${kind}.bin.js`));
  if (kind === 'models') return packModels(await readModels(dir));
  return kind === 'langnorm' ? packNorms(await readModels(dir), readBytes()) : readBytes();
}

/**
 * jschardet brings a model for each language in each charset that there ever was: 0.7 MB of the package, and 23 MB in memory
 * once a text without a charset comes. The bundle has those of the charsets that the parser asks for.
 */
export const charsetModels: Plugin = {
  name: 'charset-models',
  setup({ onLoad }) {
    onLoad({ filter: /jschardet[\\/]build[\\/]models[\\/]\w+\.bin\.js$/ }, async ({ path }) => {
      const [, dir = '', kind = ''] = /^(.*)[\\/](\w+)\.bin\.js$/.exec(path) ?? [];
      const contents = [
        "import { brotliDecompressSync } from 'node:zlib';",
        'let bytes = null;',
        `export const readBytes = () => (bytes ??= ${packedBytes(await readData(dir, kind))});`,
      ];
      return { contents: contents.join('\n') };
    });
  },
};
