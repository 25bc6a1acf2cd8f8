import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { usePacked } from '../support/packed.js';
import { run } from '../support/process.js';

const program = `import { startEmulator } from 'maildrone-emulator';
startEmulator().then(async (emulator) => {
  const headers = { Authorization: 'Bearer ' + emulator.apiKey, 'Content-Type': 'application/json' };
  const body = { from_email: 'a@example.com', to: 'b@example.com', subject: 'Hi', content: { text: 'Hi there' } };
  await fetch(emulator.apiUrl + '/emails', { method: 'POST', headers, body: JSON.stringify(body) });
  const mail = await emulator.inbox.waitFor({ to: 'b@example.com' });
  console.log(mail.subject, (await fetch(emulator.url + '/docs')).status);
  await emulator.stop();
});
`;

it.each([
  { format: 'esm', file: 'bundled.mjs' },
  { format: 'cjs', file: 'bundled.cjs' },
] as const)('works in a bundle of a user, as $format', async ({ format, file }) => {
  const { folder } = await usePacked();
  const source = join(folder, `to-${file}`);
  await writeFile(source, program);
  await build({ entryPoints: [source], outfile: join(folder, file), bundle: true, platform: 'node', format });
  const { code, stdout, stderr } = await run(process.execPath, [join(folder, file)]).finished;
  expect([code, stdout, stderr]).toEqual([0, 'Hi 200\n', '']);
});
