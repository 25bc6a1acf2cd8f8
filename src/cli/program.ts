import { Command } from 'commander';
import { withCommand } from './arguments.js';
import { clockCommand } from './clock.js';
import { inboxCommand } from './inbox.js';
import { keysCommand } from './keys.js';
import { eventsCommand } from './events.js';
import { reportFailure } from './failure.js';
import { faultsCommand } from './faults.js';
import { helpStyle } from './help-style.js';
import { asksForJson, commanderOutput, endWithReader, stdout } from './output.js';
import { requestsCommand } from './requests.js';
import { workspacesCommand } from './workspaces.js';
import { startCommand } from './start.js';
import { suppressionsCommand } from './suppressions.js';
import { triggerCommand } from './trigger.js';
import { webhooksCommand } from './webhooks.js';
import { snapshotCommand } from './snapshot.js';
import { completionCommand } from './completion.js';
import { addExamples } from './examples.js';
import { exportCommand, importCommand } from './transfer.js';
import { healthCommand, resetCommand, seedCommand, sendCommand, statsCommand } from './workspace-commands.js';
import { version } from '../contract/version.js';

endWithReader();
const program = new Command('maildrone-emulator')
  .description('Local emulator and mail sandbox for the Maildrone v2 e-mail API')
  .version(version)
  .exitOverride()
  .configureOutput(commanderOutput)
  .configureHelp(helpStyle);
const start = startCommand().copyInheritedSettings(program);
program.commandsGroup('Run it:');
program.addCommand(start, { isDefault: true });
// Without a command it starts, so its flags belong on the first page of help.
program.addHelpText('after', () => {
  const page = start.helpInformation();
  return `
The flags of start

${page.slice(page.indexOf('Where it listens:'))}`;
});
const groups: Readonly<Record<string, readonly (() => Command)[]>> = {
  'Mail:': [inboxCommand, sendCommand, statsCommand, eventsCommand, triggerCommand],
  'The application under test:': [
    requestsCommand,
    webhooksCommand,
    faultsCommand,
    keysCommand,
    suppressionsCommand,
  ],
  'Time and state:': [
    ...[clockCommand, seedCommand, resetCommand, snapshotCommand],
    ...[exportCommand, importCommand, workspacesCommand],
  ],
  'The emulator:': [healthCommand, () => completionCommand(program)],
};
for (const [heading, commands] of Object.entries(groups)) {
  program.commandsGroup(heading);
  for (const command of commands) program.addCommand(command());
}
addExamples(program);

const words = process.argv.slice(2);
const fail = (error: unknown) => reportFailure(error, { json: asksForJson(words) });

async function main(): Promise<void> {
  await program.parseAsync(withCommand(program, words), { from: 'user' });
}

await main().catch(fail);
if (!process.exitCode) await stdout.written().catch(fail);
