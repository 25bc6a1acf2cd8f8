import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this file; in a bundle of somebody else's that has none, the one in which the process runs. */
const here = (): string => (typeof __dirname === 'string' ? __dirname : import.meta.dirname) ?? process.cwd();

/** The folder that holds package.json, from the sources and from the bundle alike. */
export function packageRoot(): string {
  let dir = here();
  while (!existsSync(join(dir, 'package.json')) && dirname(dir) !== dir) dir = dirname(dir);
  return dir;
}
