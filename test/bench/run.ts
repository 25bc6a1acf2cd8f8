import { readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Runs the benches of this folder, or those named on the command line (`npm run bench -- store`). */
async function main(): Promise<void> {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const asked = process.argv.slice(2);
  const all = (await readdir(here)).filter((file) => file.endsWith('.bench.ts')).sort();
  const topics = all.map((file) => file.replace(/\.bench\.ts$/, ''));
  const unknown = asked.filter((topic) => !topics.includes(topic));
  if (unknown.length > 0)
    throw new Error(`no bench "${unknown.join('", "')}"; there are ${topics.join(', ')}`);
  for (const topic of asked.length > 0 ? asked : topics) {
    process.stdout.write(`\n# ${topic}\n`);
    // Beside the sources, so that what the bench imports from node_modules is found.
    const outfile = `${here}.${topic}.bench.mjs`;
    await build({
      entryPoints: [`${here}${topic}.bench.ts`],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      packages: 'external',
      logLevel: 'warning',
    });
    try {
      const { run } = (await import(outfile)) as { run(): Promise<void> };
      await run();
    } finally {
      await rm(outfile, { force: true });
    }
  }
}

await main();
