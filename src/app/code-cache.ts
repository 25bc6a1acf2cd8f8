import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** The chunks of the program, loaded with what V8 made of them at an earlier start. */
export interface Code {
  /** Loads a chunk and what it needs. Throws as `require` does. */
  load<T>(name: string): T;
  /**
   * Keeps what has been compiled by now, unless all of it was kept before. Where that cannot be written, nothing is kept. To be called
   * once: what is loaded afterwards is compiled anew.
   */
  keep(): void;
}

/** The code of a chunk, and the checksum of the text that it was made of. */
interface Compiled {
  code: Buffer;
  text: number;
}

/** What is kept, by the name of a chunk. */
type Kept = ReadonlyMap<string, Compiled>;

interface Head {
  compiler: string;
  chunks: [name: string, text: number, bytes: number][];
}

/**
 * What tells one compiler from another. V8's own tag of version, flags and processor is the same for releases of Node that
 * make other code: with that of another one the process ends by a signal.
 */
function compilerOf(executable: string): string {
  const file = statSync(executable, { throwIfNoEntry: false });
  return [process.version, process.arch, file?.size, file?.mtimeMs, cachedDataVersionTag()].join(' ');
}

/** A checksum of all that follows, the length of the head, the head as JSON, the code of each chunk. */
const checksumAt = 0;
const lengthAt = 4;
const headAt = 8;

function pack(compiler: string, kept: Kept): Buffer {
  const chunks = [...kept].map(([name, { text, code }]): Head['chunks'][number] => [name, text, code.length]);
  const head = Buffer.from(JSON.stringify({ compiler, chunks } satisfies Head));
  const packed = Buffer.concat([Buffer.alloc(headAt), head, ...[...kept.values()].map(({ code }) => code)]);
  packed.writeUInt32LE(head.length, lengthAt);
  packed.writeUInt32LE(crc32(packed.subarray(lengthAt)), checksumAt);
  return packed;
}

/** Nothing where another compiler made it, or not all of it is there. */
function unpack(packed: Buffer, compiler: string): Kept {
  const kept = new Map<string, Compiled>();
  if (packed.length < headAt) return kept;
  if (crc32(packed.subarray(lengthAt)) !== packed.readUInt32LE(checksumAt)) return kept;
  let at = headAt + packed.readUInt32LE(lengthAt);
  const head = JSON.parse(packed.toString('utf8', headAt, at)) as Head;
  if (head.compiler !== compiler) return kept;
  for (const [name, text, bytes] of head.chunks)
    kept.set(name, { text, code: packed.subarray(at, (at += bytes)) });
  return kept;
}

function readKept(file: string, compiler: string): Kept {
  try {
    return unpack(readFileSync(file), compiler);
  } catch {
    // There is none yet, or it cannot be read: all is compiled anew.
    return new Map();
  }
}

/** Writes what `packed` makes, aside: what is there is whole. Where nothing can be written, it is not asked. */
function writeKept(file: string, packed: () => Buffer): void {
  const part = `${file}.part`;
  try {
    // Whatever the umask allows: others are to write no code that we run.
    const opened = openSync(part, 'w', 0o644);
    try {
      writeFileSync(opened, packed());
      closeSync(opened);
      renameSync(part, file);
    } catch {
      // The disk is full, or something else has the name.
      rmSync(part, { force: true });
    }
  } catch {
    // The package belongs to somebody else.
  }
}

/** How Node wraps a module in CommonJS. The build writes ASCII. */
const before = Buffer.from('(function(exports,require,module,__filename,__dirname){');
const after = Buffer.from('\n})');

/**
 * The chunks in the folder `dir`. What is kept stands in `file`, beside the program: who may write there may change the
 * program itself.
 */
export function openCode(dir: string, file: string, executable = process.execPath): Code {
  const compiler = compilerOf(executable);
  let kept = readKept(file, compiler);
  const requireOfNode = createRequire(file);
  const loaded = new Map<string, { exports: object }>();
  const scripts = new Map<string, { script: Script; text: number }>();
  let isNew = false;

  function load(name: string): object {
    const known = loaded.get(name);
    if (known) return known.exports;
    const path = `${dir}${sep}${name}`;
    const bytes = readFileSync(path);
    const text = crc32(bytes);
    const former = kept.get(name);
    const script = new Script(Buffer.concat([before, bytes, after]).toString('latin1'), {
      filename: path,
      ...(former?.text === text && { cachedData: former.code }),
    });
    // Undefined where there was none.
    if (script.cachedDataRejected !== false) isNew = true;
    scripts.set(name, { script, text });
    const module = { exports: {} };
    loaded.set(name, module);
    (script.runInThisContext() as (...args: unknown[]) => void)(module.exports, require, module, path, dir);
    return module.exports;
  }
  const require = (name: string): unknown =>
    name.startsWith('./') ? load(name.slice(2)) : requireOfNode(name);

  function packed(): Buffer {
    const others = [...kept].filter(([name]) => !scripts.has(name) && existsSync(`${dir}${sep}${name}`));
    const compiled = [...scripts].map(
      ([name, { script, text }]) => [name, { text, code: script.createCachedData() }] as const,
    );
    return pack(compiler, new Map([...others, ...compiled]));
  }
  return {
    load: <T>(name: string) => load(name) as T,
    keep() {
      if (isNew) writeKept(file, packed);
      // Some 2 MB for as long as the process runs would be for the few chunks that are loaded later.
      kept = new Map();
      scripts.clear();
    },
  };
}
