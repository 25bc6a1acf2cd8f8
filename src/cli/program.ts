import { Command, CommanderError } from 'commander';
import { clockCommand } from './clock.js';
import { inboxCommand } from './inbox.js';
import { keysCommand } from './keys.js';
import { commanderOutput, endWithReader, stderr, stdout } from './output.js';
import { exitCodeOf, messageOf } from './remote.js';
import { startCommand } from './start.js';
import { triggerCommand } from './trigger.js';
import { webhooksCommand } from './webhooks.js';
import { snapshotCommand } from './snapshot.js';
import { completionCommand } from './completion.js';
import { addExamples } from './examples.js';
import { exportCommand, importCommand } from './transfer.js';
import { healthCommand, resetCommand, seedCommand, sendCommand } from './workspace-commands.js';
import { version } from '../contract/version.js';
import { SettingsError } from '../config/settings-error.js';

endWithReader();
const program = new Command('maildrone-emulator')
  .description('Local emulator and mail sandbox for the Maildrone v2 e-mail API')
  .version(version)
  .exitOverride()
  .configureOutput(commanderOutput);
const start = startCommand().copyInheritedSettings(program);
program.addCommand(start, { isDefault: true });
// Without a command it starts, so its flags belong on the first page of help.
program.addHelpText(
  'after',
  () => `\nOptions of start:\n${start.helpInformation().split('Options:\n')[1] ?? ''}`,
);
for (const command of [
  seedCommand,
  resetCommand,
  inboxCommand,
  sendCommand,
  triggerCommand,
  webhooksCommand,
  clockCommand,
  keysCommand,
  snapshotCommand,
  exportCommand,
  importCommand,
  healthCommand,
]) {
  program.addCommand(command());
}
program.addCommand(completionCommand(program));
addExamples(program);

function fail(error: unknown): void {
  // Commander has written its own errors already.
  if (!(error instanceof CommanderError)) stderr.write(`maildrone-emulator: ${messageOf(error)}\n`);
  process.exitCode = error instanceof SettingsError ? 2 : exitCodeOf(error);
}

await program.parseAsync().catch(fail);
if (!process.exitCode) await stdout.written().catch(fail);
