#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { startCommand } from './cli/start.js';
import { version } from './contract/version.js';
import { SettingsError } from './setting-values.js';

/** Exit codes: 0 done, 1 failed, 2 wrong usage. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof SettingsError ? 2 : 1;
};

const program = new Command('maildrone-emulator')
  .description('Local emulator and mail sandbox for the Maildrone v2 e-mail API')
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'maildrone-emulator: ')) });
const start = startCommand().copyInheritedSettings(program);
program.addCommand(start, { isDefault: true });
// Without a command it starts, so its flags belong on the first page of help.
program.addHelpText(
  'after',
  () => `\nOptions of start:\n${start.helpInformation().split('Options:\n')[1] ?? ''}`,
);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said its own errors already.
  if (!(error instanceof CommanderError))
    process.stderr.write(`maildrone-emulator: ${(error as Error).message}\n`);
  process.exitCode = exitCodeOf(error);
}
