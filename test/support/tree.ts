import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What stands at a path, in one text: kind, mode, time, content or target. */
function described(path: string): string {
  const found = lstatSync(path);
  const { mode, mtimeMs } = found;
  const at = `${mode.toString(8)} ${mtimeMs}`;
  if (found.isSymbolicLink()) return `link ${readlinkSync(path)}`;
  if (found.isDirectory()) return `folder ${mode.toString(8)}`;
  return `file ${at} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}

/** Everything under a directory by its path, links not followed. */
export function treeOf(dir: string, under = ''): Map<string, string> {
  const tree = new Map<string, string>();
  for (const name of readdirSync(join(dir, under)).sort()) {
    const path = join(under, name);
    tree.set(path, described(join(dir, path)));
    if (lstatSync(join(dir, path)).isDirectory())
      for (const [inner, what] of treeOf(dir, path)) tree.set(inner, what);
  }
  return tree;
}
