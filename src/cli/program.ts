import { Command } from 'commander';
import { clockCommand } from './clock.js';
import { inboxCommand } from './inbox.js';
import { keysCommand } from './keys.js';
import { eventsCommand } from './events.js';
import { faultsCommand } from './faults.js';
import { helpStyle } from './help-style.js';
import { commanderOutput } from './output.js';
import { refuseInOurWords } from './refused-values.js';
import { requestsCommand } from './requests.js';
import { workspacesCommand } from './workspaces.js';
import { seedCommand } from './seed.js';
import { startCommand } from './start.js';
import { suppressionsCommand } from './suppressions.js';
import { triggerCommand } from './trigger.js';
import { webhooksCommand } from './webhooks.js';
import { snapshotCommand } from './snapshot.js';
import { completionCommand } from './completion.js';
import { addExamples } from './examples.js';
import { exportCommand, importCommand } from './transfer.js';
import { healthCommand } from './health.js';
import { resetCommand } from './reset.js';
import { sendCommand } from './send.js';
import { statsCommand } from './stats.js';
import { version } from '../contract/version.js';

/** The commands beside start, by the headings of the help. */
const groups: Readonly<Record<string, readonly ((program: Command) => Command)[]>> = {
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
  'The emulator:': [healthCommand, completionCommand],
};

/** Whether words ask for a start and nothing else: no other command, and no help, which names them all. */
const asksForStart = (words: readonly string[]): boolean =>
  (words[0] === undefined || words[0] === 'start' || words[0].startsWith('-')) &&
  !words.some((word) => /^(?:-h|--help)$/.test(word));

/** Every command, with its help. One that `words` start by is there sooner without the others. */
export function createProgram(words: readonly string[] = ['help']): Command {
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
  for (const [heading, commands] of asksForStart(words) ? [] : Object.entries(groups)) {
    program.commandsGroup(heading);
    for (const command of commands) program.addCommand(command(program));
  }
  addExamples(program);
  refuseInOurWords(program);
  return program;
}
