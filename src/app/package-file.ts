import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseJsonText } from '../contract/json/json-text.js';
import { version } from '../contract/version.js';

const packageName = 'maildrone-emulator';

/**
 * Where to look: from this file, or the bundle that it is in, of which ES modules name no folder; from the script, and from where
 * the process runs.
 */
const places = (): string[] => {
  const here = typeof __dirname === 'string' ? __dirname : import.meta.dirname;
  return [here, process.argv[1] && dirname(process.argv[1]), process.cwd()].filter(
    (dir) => dir !== undefined,
  );
};

function* foldersFrom(dir: string): Generator<string> {
  yield dir;
  yield join(dir, 'node_modules', packageName);
  if (dirname(dir) !== dir) yield* foldersFrom(dirname(dir));
}

/** Another version has other files. */
function isOurs(dir: string): boolean {
  try {
    const text = readFileSync(join(dir, 'package.json'), 'utf8');
    const found = parseJsonText(text) as { name?: unknown; version?: unknown };
    return found.name === packageName && found.version === version;
  } catch {
    return false;
  }
}

function findPackage(): string | null {
  for (const place of places()) for (const dir of foldersFrom(place)) if (isOurs(dir)) return dir;
  return null;
}

/** Looked for once: a start asks for five files, and each look reads where there is nothing. */
let found: string | null | undefined;

/** A file or folder of the package; null where a program into which it was bundled runs without it. */
export function packageFile(path: string): string | null {
  found = found === undefined ? findPackage() : found;
  return found === null ? null : join(found, path);
}
