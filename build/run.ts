import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { licensesOf } from './licenses.js';
import { buildNode } from './node.js';

/** Builds what `npm run build` (all) and `npm run build:node` (the program alone) name on the command line. */
async function main(part: string | undefined): Promise<void> {
  const root = process.cwd();
  const files = await buildNode(root);
  if (part === 'node') return;
  // Loaded here alone: whoever builds the program need not wait for vite.
  const { buildUi } = await import('./ui.js');
  files.push(...(await buildUi(root)));
  await writeFile(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), await licensesOf(root, files));
}

await main(process.argv[2]);
