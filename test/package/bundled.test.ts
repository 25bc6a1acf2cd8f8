import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { usePacked } from '../support/packed.js';
import { run } from '../support/process.js';

const program = `
const run = async () => {
  const emulator = await startEmulator();
  const headers = { Authorization: 'Bearer ' + emulator.apiKey, 'Content-Type': 'application/json' };
  // So large that it would be read in a thread.
  const body = { from_email: 'a@example.com', to: 'b@example.com', subject: 'Hi', content: { text: 'Hi '.repeat(60_000) } };
  await fetch(emulator.apiUrl + '/emails', { method: 'POST', headers, body: JSON.stringify(body) });
  const mail = await emulator.inbox.waitFor({ to: 'b@example.com' });
  const status = async (path) => (await fetch(emulator.url + path, { headers: { accept: 'text/html' } })).status;
  console.log(mail.subject, mail.text.length > 100_000, await status('/docs'));
  console.log(await status('/'));
  console.log(await emulator.dataSets().then(({ length }) => length > 0, ({ message }) => message));
  console.log(await emulator.seed({ name: 'docs', replace: true }).then(() => 'seeded', ({ message }) => message));
  await emulator.stop();
  const started = startEmulator({ fixture: ['docs'] });
  console.log(await started.then((one) => one.stop().then(() => 'filled'), ({ message }) => message));
};
run().catch(({ message }) => {
  console.log('failed:', message);
});
`;

const heads = {
  import: "import { startEmulator } from 'maildrone-emulator';",
  require: "const { startEmulator } = require('maildrone-emulator');",
};

/** What a program may have beside it that is not the package's. */
const ownFiles = {
  'index.js': "console.log('not meant to run');\n",
  'package.json': '{ "name": "own-program", "version": "0.1.0" }\n',
};

const cases = (['import', 'require'] as const).flatMap((way) =>
  (['esm', 'cjs'] as const).flatMap((format) => ({ way, format })),
);

/** Bundles a program of a user into `outdir`, runs it there, and answers what it said. */
async function runBundled(outdir: string, { way, format }: (typeof cases)[number]) {
  const { folder } = await usePacked();
  const source = join(folder, `${way}-to-${format}.${way === 'import' ? 'mjs' : 'cjs'}`);
  const outfile = join(outdir, `bundled-${way}.${format === 'esm' ? 'mjs' : 'cjs'}`);
  await writeFile(source, heads[way] + program);
  await build({ entryPoints: [source], outfile, bundle: true, platform: 'node', format });
  for (const [name, text] of Object.entries(ownFiles)) await writeFile(join(outdir, name), text);
  const { code, stdout, stderr } = await run(process.execPath, [outfile], { cwd: outdir }).finished;
  return { code, lines: stdout.trim().split('\n'), stderr };
}

it.each(cases)('has all in a bundle of a user beside which it is installed: $way, $format', async (one) => {
  const { folder } = await usePacked();
  const outdir = join(folder, 'own', 'dist');
  await mkdir(outdir, { recursive: true });
  const lines = ['Hi true 200', '200', 'true', 'seeded', 'filled'];
  expect(await runBundled(outdir, one)).toEqual({ code: 0, lines, stderr: '' });
});

const needs =
  'needs the package as it is installed: have your bundler leave it out (esbuild: --external:maildrone-emulator)';

it.each(cases)('says what is missing in a bundle by itself: $way, $format', async (one) => {
  const outdir = await mkdtemp(join(tmpdir(), 'maildrone-bundle-'));
  onTestFinished(() => rm(outdir, { recursive: true }));
  const lines =
    one.way === 'require'
      ? [`failed: An emulator that is required ${needs}`]
      : [
          ...['Hi true 200', '503'],
          `The list of data sets ${needs}: path: Expected the installed package, which has the data sets`,
          `Invalid request parameters: name: docs: this data set ${needs}`,
          `fixture: docs: this data set ${needs}`,
        ];
  expect(await runBundled(outdir, one)).toEqual({ code: 0, lines, stderr: '' });
});
