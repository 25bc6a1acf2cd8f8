import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commonJsTypesOf } from './common-js-types.js';
import { licensesOf } from './licenses.js';
import { buildNode } from './node.js';

/** Builds what `npm run build` (all), `build:node` (the program alone) and `build:types` name on the command line. */
async function main(part: string | undefined): Promise<void> {
  const root = process.cwd();
  if (part === 'types') {
    // The compiler is slow to load, and only this part needs it.
    const { declarationsOf } = await import('./declarations.js');
    const text = declarationsOf(root);
    await writeFile(join(root, 'dist', 'index.d.ts'), text);
    await writeFile(join(root, 'dist', 'index.d.cts'), commonJsTypesOf(text));
    return;
  }
  const files = await buildNode(root);
  if (part === 'node') return;
  // Loaded here alone: building the program alone need not wait for vite.
  const { buildUi } = await import('./ui.js');
  files.push(...(await buildUi(root)));
  await writeFile(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), await licensesOf(root, files));
}

await main(process.argv[2]);
