import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { joined } from './document.js';
import type { BenchDocument } from './document.js';
import { performancePage } from './performance-page.js';
import { speedLines, withLines } from './speed-lines.js';

/** The document in what was printed: npm may have said something before it. */
async function documentIn(file: string): Promise<BenchDocument> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text.slice(text.search(/^\{/m))) as BenchDocument;
  } catch {
    throw new Error(`${file}: expected the document that npm run --silent bench -- --json prints`);
  }
}

/** Makes docs/performance.md and the lines of README.md below `root` from documents of the bench. */
export async function writePage(files: readonly string[], root: string): Promise<void> {
  const page = performancePage(joined(await Promise.all(files.map(documentIn))));
  const readme = join(root, 'README.md');
  const changed = withLines(await readFile(readme, 'utf8'), speedLines(page));
  await writeFile(join(root, 'docs', 'performance.md'), page);
  await writeFile(readme, changed);
}
