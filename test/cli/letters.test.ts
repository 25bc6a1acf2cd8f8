import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { callApi } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { cliPath } from '../support/process.js';

/** Texts whose letters fold in a way of their own, and words that find them. */
const folded = [
  ['Straße nach Diyarbakır', 'Diyarbakır'],
  ['İstanbul ığüş', 'ığüş'],
  ['Groß ΟΔΟΣ', 'οδος'],
  ['µ ΟΔΟΣ', 'ΟΔΟΣ'],
  ['İ ışık', 'ışık'],
] as const;

it('The command reads its own letters as the package does: in searches of mail and contacts', async () => {
  const emulator = await startProcess(['--memory']);
  const transport = createTransport({ ...emulator.smtp, secure: false });
  for (const [index, [text, word]] of folded.entries()) {
    const mail = { from: 'a@x.test', to: `r${index}@x.test`, subject: text, text: `${text}!` };
    await transport.sendMail(mail);
    await callApi(emulator, '/contacts', {
      method: 'POST',
      body: { email: `c${index}@x.test`, company: text },
    });
    const found = await emulator.inbox.list({ q: `${word} to:r${index}` });
    expect(found.map(({ subject }) => subject)).toEqual([text]);
    expect((await emulator.inbox.waitFor({ subject: word, to: `r${index}@x.test` })).subject).toBe(text);
    const { data } = await callApi<{ company: string }[]>(
      emulator,
      `/contacts?search=${encodeURIComponent(word)}`,
    );
    expect(data.map(({ company }) => company)).toContain(text);
  }
  transport.close();
});

it('The command refuses curly quotation marks in a tag, as the package does', async () => {
  const emulator = await startProcess(['--memory']);
  const { error } = await callApi(emulator, '/campaigns', {
    method: 'POST',
    body: {
      name: 'a',
      subject: 'a',
      from_email: 'a@x.test',
      recipients: { type: 'all' },
      content: { text: '{{#if “x”}}a{{/if}}' },
    },
  });
  expect(error.details?.issue).toContain('curly quotation marks');
});

it('What the command reads as bytes has no letter beyond ASCII', () => {
  const chunks = join(dirname(cliPath), 'chunks');
  const files = readdirSync(chunks).map((name) => join(chunks, name));
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => readFileSync(file).some((byte) => byte > 0x7f))).toEqual([]);
});
