import type { Command } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { createProgram } from '../../src/cli/program.js';
import { commandName } from '../../src/config/environment.js';
import { runCli } from '../support/process.js';

const { isTTY, columns } = process.stdout;
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(process.stdout, { isTTY, columns });
});

function helpIn(command: Command): string {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  command.outputHelp();
  vi.restoreAllMocks();
  return text;
}

const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];

it.each([60, 80, 120])('no line of any help is wider than a terminal of %i columns', (width) => {
  Object.assign(process.stdout, { isTTY: true, columns: width });
  for (const command of all(createProgram())) {
    const lines = helpIn(command).split('\n');
    // What is one word is not cut: people copy it.
    const wide = lines.filter((line) => line.length > width && / \S/.test(line.trim()));
    expect(wide, command.name()).toEqual([]);
    expect(lines.length, command.name()).toBeGreaterThan(4);
  }
});

it('a long example is broken before a flag, not behind it, unless its value is a line of JSON', () => {
  for (const width of [80, 100]) {
    Object.assign(process.stdout, { isTTY: true, columns: width });
    const broken = all(createProgram()).flatMap(
      (command) => helpIn(command).match(/.* --(?!rule)[\w-]+ \\$/gm) ?? [],
    );
    expect(broken).toEqual([]);
  }
});

it('help in a pipe is as wide as COLUMNS says', async () => {
  const widths = ['60', '100', 'x'].map(async (COLUMNS) => {
    const { stdout } = await runCli(['start', '--help'], { env: { ...process.env, COLUMNS } });
    return Math.max(...stdout.split('\n').map((line) => line.length));
  });
  const [narrow = 0, wide = 0, usual = 0] = await Promise.all(widths);
  expect(narrow).toBeLessThanOrEqual(60);
  expect(wide).toBeGreaterThan(80);
  expect(usual).toBeLessThanOrEqual(80);
});

it.each([
  ['/usr/local/bin/maildrone-emulator', {}, 'maildrone-emulator'],
  ['/x/node_modules/.bin/maildrone-emulator', { npm_command: 'exec' }, 'npx maildrone-emulator'],
  ['/x/dist/cli.cjs', { npm_command: 'start' }, 'npx maildrone-emulator'],
  ['/x/dist/cli.cjs', {}, 'npx maildrone-emulator'],
])('started as %s, %j it calls itself %s in hints', (script, env, name) => {
  expect(commandName(env, script)).toBe(name);
});
