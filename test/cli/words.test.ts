import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { countsWithEvents } from '../../src/cli/counted.js';
import { createProgram } from '../../src/cli/program.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { commandsOf } from '../support/commands.js';
import { runCli } from '../support/process.js';

it('every list that is empty says so in a word, and prints no bare heads', async () => {
  const emulator = await useEmulator();
  const { url, id } = await emulator.workspace();
  const lists = commandsOf(createProgram()).filter((name) =>
    / list$|^(?:events|webhooks deliveries)$/.test(name),
  );
  expect(lists.length).toBeGreaterThan(7);
  // There is always a workspace, and one has a key.
  for (const name of lists.filter((each) => !/^(?:workspaces|keys) /.test(each))) {
    const { code, stdout } = await runCli([...name.split(' '), '--url', url, '--workspace', id]);
    expect([name, code, stdout]).toEqual([name, 0, expect.stringMatching(/^No [^\n]+\n$/)]);
  }
}, 60_000);

it('one of a kind is no plural', async () => {
  expect(countsWithEvents({ contacts: 1, campaigns: 1, messages: 1, unread: 0, events: 1 })).toBe(
    '1 contact, 1 campaign, 1 message, 1 event',
  );
  expect(countsWithEvents({ contacts: 0, campaigns: 2, messages: 3, unread: 0, events: 1000 })).toBe(
    '0 contacts, 2 campaigns, 3 messages, 1000 events',
  );
  const emulator = await useEmulator();
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann@x.test' } });
  for (const words of [
    ['snapshot', 'save', 'one'],
    ['snapshot', 'list'],
    ['snapshot', 'restore', 'one'],
  ]) {
    const { stdout } = await runCli([...words, '--url', emulator.url]);
    expect(stdout).toContain('1 contact, 0 campaigns, 0 messages');
  }
}, 60_000);

it.each([
  [['snapshot', 'save', ''], 'name'],
  [['snapshot', 'restore', '..'], 'name'],
  [['snapshot', 'delete', ''], 'name'],
  [['suppressions', 'remove', ''], 'address'],
  [['inbox', 'show', ''], 'id'],
])('%j is refused by the name of its argument', async (words, field) => {
  const emulator = await useEmulator();
  const { code, stderr } = await runCli([...words, '--url', emulator.url]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(new RegExp(`: ${field}: expected an? ${field} that .*, got "\\.*"\n$`)),
  ]);
});

const commandsIn = (command: Command): Command[] => [command, ...command.commands.flatMap(commandsIn)];

it('help shows the values that there are once', () => {
  for (const command of commandsIn(createProgram()))
    expect(command.helpInformation()).not.toContain('choices:');
});
