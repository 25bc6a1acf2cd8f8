import { relative } from 'node:path';
import { build } from 'vite';

/** Builds the web UI into `dist/ui`. Returns the source files that went into it. */
export async function buildUi(root: string): Promise<string[]> {
  const built = await build({ configFile: `${root}/vite.config.ts`, logLevel: 'warn' });
  if (!Array.isArray(built) && !('output' in built)) throw new Error('vite watches instead of building');
  return [built]
    .flat()
    .flatMap(({ output }) => output)
    .flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
    .filter((id) => !id.startsWith('\0'))
    .map((id) => relative(root, id.split('?')[0] ?? id));
}
