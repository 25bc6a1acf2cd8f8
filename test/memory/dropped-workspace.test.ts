import { expect, it } from 'vitest';
import type { Connection } from '../../src/index.js';
import { callControl, useEmulator } from '../support/emulator.js';
import { heldBytes } from '../support/heap.js';
import { useSmtp } from '../support/smtp-client.js';

const mails = 15;
const bytesEach = 100_000;

/** Half a MB of contacts and more of mail, read, searched and opened. */
async function fill(emulator: Connection, workspace: Connection & { id: string }): Promise<void> {
  const contacts = Array.from({ length: 500 }, (_, n) => ({
    email: `n${n}@x.test`,
    custom_fields: { note: `${n} ${'x'.repeat(1000)}` },
  }));
  const headers = { 'X-Emulator-Workspace': workspace.id };
  await callControl(emulator, '/fixtures', { method: 'POST', body: { fixture: { contacts } }, headers });
  const client = await useSmtp(emulator);
  const login = Buffer.from(`\0${workspace.id}\0x`).toString('base64');
  await client.send(`AUTH PLAIN ${login}`);
  const body = `Subject: Large\r\n\r\n${'words and more words\r\n'.repeat(bytesEach / 22)}.\r\n`;
  for (let n = 0; n < mails; n += 1) await client.mail(`m${n}+open@x.test`, body);
  client.end();
  expect((await workspace.inbox.list({ q: 'more words', limit: 500 })).length).toBe(mails);
  await workspace.clock.advance('31d');
}

it('a dropped workspace frees its memory', async () => {
  const emulator = await useEmulator();
  const round = async (drop: boolean) => {
    const workspace = await emulator.workspace();
    await fill(emulator, workspace);
    if (drop) await workspace.drop();
  };
  // Whatever is made once (parsers, pools, compiled code) is there after the first.
  await round(true);
  await round(true);
  const before = await heldBytes();
  const heldMore = async () => (await heldBytes()) - before;
  for (let n = 0; n < 4; n += 1) await round(true);
  // Of four that were dropped not even one is left, once what they began has ended.
  await expect.poll(heldMore, { timeout: 20_000, interval: 500 }).toBeLessThan(mails * bytesEach);
  const left = await heldMore();
  await round(false);
  expect((await heldMore()) - left).toBeGreaterThan((mails * bytesEach) / 2);
});
