import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { usePacked } from '../support/packed.js';
import { run } from '../support/process.js';

// Node 21, and 22 before 22.3, lack it.
const preload = 'delete process.getBuiltinModule;\n';
const program = (load: string) => `${load}
startEmulator().then(async (emulator) => {
  const headers = { Authorization: 'Bearer ' + emulator.apiKey, 'Content-Type': 'application/json' };
  const body = { from_email: 'a@example.com', to: 'b@example.com', subject: 'Hi', content: { text: 'Hi there' } };
  await fetch(emulator.apiUrl + '/emails', { method: 'POST', headers, body: JSON.stringify(body) });
  const mail = await emulator.inbox.waitFor({ to: 'b@example.com' });
  console.log(mail.subject, typeof process.getBuiltinModule);
  await emulator.stop();
});
`;

it.each([
  ['imported', 'older.mjs', `import { startEmulator } from 'maildrone-emulator';`],
  ['required', 'older.cjs', `const { startEmulator } = require('maildrone-emulator');`],
])('works without process.getBuiltinModule, %s', async (_how, file, load) => {
  const { folder } = await usePacked();
  const [before, path] = [join(folder, 'before.cjs'), join(folder, file)];
  await writeFile(before, preload);
  await writeFile(path, program(load));
  const { code, stdout, stderr } = await run(process.execPath, ['-r', before, path]).finished;
  expect([code, stdout, stderr]).toEqual([0, 'Hi undefined\n', '']);
});
