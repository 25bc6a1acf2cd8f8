import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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

/** What is kept of one version of V8 with its flags: bytes by the name of a chunk, which has a hash of its text. */
type Kept = ReadonlyMap<string, Buffer>;

interface Head {
  tag: number;
  sizes: [name: string, bytes: number][];
}

/** A checksum of all that follows, the length of the head, the head as JSON, the bytes of each chunk. */
const checksumAt = 0;
const lengthAt = 4;
const headAt = 8;

function pack(tag: number, kept: Kept): Buffer {
  const sizes = [...kept].map(([name, bytes]): Head['sizes'][number] => [name, bytes.length]);
  const head = Buffer.from(JSON.stringify({ tag, sizes } satisfies Head));
  const packed = Buffer.concat([Buffer.alloc(headAt), head, ...kept.values()]);
  packed.writeUInt32LE(head.length, lengthAt);
  packed.writeUInt32LE(crc32(packed.subarray(lengthAt)), checksumAt);
  return packed;
}

/** Nothing where another version wrote it, or not all of it is there. */
function unpack(packed: Buffer, tag: number): Kept {
  const kept = new Map<string, Buffer>();
  if (packed.length < headAt) return kept;
  if (crc32(packed.subarray(lengthAt)) !== packed.readUInt32LE(checksumAt)) return kept;
  let at = headAt + packed.readUInt32LE(lengthAt);
  const head = JSON.parse(packed.toString('utf8', headAt, at)) as Head;
  if (head.tag !== tag) return kept;
  for (const [name, bytes] of head.sizes) kept.set(name, packed.subarray(at, (at += bytes)));
  return kept;
}

function readKept(file: string, tag: number): Kept {
  try {
    return unpack(readFileSync(file), tag);
  } catch {
    // There is none yet, or it cannot be read: all is compiled anew.
    return new Map();
  }
}

/** Writes what `packed` makes, aside: what is there is whole. Where nothing can be written, it is not asked. */
function writeKept(file: string, packed: () => Buffer): void {
  try {
    // Whatever the umask allows: others are to write no code that we run.
    const part = openSync(`${file}.part`, 'w', 0o644);
    try {
      writeFileSync(part, packed());
    } finally {
      closeSync(part);
    }
    renameSync(`${file}.part`, file);
  } catch {
    // The package belongs to somebody else, or the disk is full.
  }
}

/** How Node wraps a module in CommonJS. The build writes ASCII. */
const before = Buffer.from('(function(exports,require,module,__filename,__dirname){');
const after = Buffer.from('\n})');
const textOf = (path: string): string =>
  Buffer.concat([before, readFileSync(path), after]).toString('latin1');

/**
 * The chunks in the folder `dir`. What is kept stands in `file`, beside the program: who may write there may change the
 * program itself.
 */
export function openCode(dir: string, file: string): Code {
  const tag = cachedDataVersionTag();
  let kept = readKept(file, tag);
  const requireOfNode = createRequire(file);
  const loaded = new Map<string, { exports: object }>();
  const scripts = new Map<string, Script>();
  let isNew = false;

  function load(name: string): object {
    const known = loaded.get(name);
    if (known) return known.exports;
    const path = `${dir}${sep}${name}`;
    const cachedData = kept.get(name);
    const script = new Script(textOf(path), { filename: path, ...(cachedData && { cachedData }) });
    // Undefined where there was none.
    if (script.cachedDataRejected !== false) isNew = true;
    scripts.set(name, script);
    const module = { exports: {} };
    loaded.set(name, module);
    (script.runInThisContext() as (...args: unknown[]) => void)(module.exports, require, module, path, dir);
    return module.exports;
  }
  const require = (name: string): unknown =>
    name.startsWith('./') ? load(name.slice(2)) : requireOfNode(name);

  function packed(): Buffer {
    const others = [...kept].filter(([name]) => !scripts.has(name) && existsSync(`${dir}${sep}${name}`));
    const compiled = [...scripts].map(([name, script]) => [name, script.createCachedData()] as const);
    return pack(tag, new Map([...others, ...compiled]));
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
