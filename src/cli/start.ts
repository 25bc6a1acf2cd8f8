import { Option } from 'commander';
import type { Command } from 'commander';
import { inSourceWords } from '../config/option-errors.js';
import { sourcesOfStart } from '../config/setting-sources.js';
import type { SettingSources } from '../config/setting-sources.js';
import { asksToPrint, resolveSettings, settingNames } from '../config/settings.js';
import type { Raw } from '../config/kinds.js';
import type { Row } from '../config/row.js';
import { settingsTable } from '../config/settings-table.js';
import { dataSets } from '../contract/data-sets.js';
import { stackOf } from '../contract/logger.js';
import { bannerOf } from './banner.js';
import { commandGroup } from './remote.js';
import { started } from './once-started.js';
import { printEnvironment } from './print-env.js';
import { createLogger } from './log.js';
import { wrapWords } from './help-style.js';
import { helpColumns, outliveReaders } from './output.js';
import { runUntilSignal } from './signals.js';

type Flags = Record<string, Raw | undefined>;

/** A value that may be left out stands in brackets in the table already. */
const argumentOf = ({ placeholder }: Row<unknown>): string[] => {
  if (placeholder === undefined) return [];
  return [placeholder.startsWith('[') ? placeholder : `<${placeholder}>`];
};

/** The flag of a row as commander knows it. Its value stays raw: the table parses it, from flag and environment alike. */
function optionOf(spec: Row<unknown>): Option {
  const flag = [`--${spec.flag}`, ...argumentOf(spec)].join(' ');
  const option = new Option(flag, `${spec.help} (default: ${spec.shown})`);
  option.helpGroup(spec.group);
  // Others may be given: a shell suggests them, commander does not check them.
  if (spec.flag === 'fixture') option.argChoices = [...dataSets];
  if (spec.repeatable)
    option.argParser((value: string, known: string[] | undefined) => [...(known ?? []), value]);
  return option;
}

const environmentForms = 'Each flag has an environment form: --smtp-port is MAILDRONE_EMULATOR_SMTP_PORT.';

/** A command with a flag for every setting. */
export function startCommand(): Command {
  const command = commandGroup('start', 'run the emulator (the default command)');
  for (const name of settingNames) command.addOption(optionOf(settingsTable[name]));
  command.addOption(
    new Option(
      '--print-env',
      'print the environment of an application that is to use the emulator, and exit',
    ).helpGroup('Output:'),
  );
  return command
    .addHelpText('after', () => `\n${wrapWords(environmentForms.split(' '), { width: helpColumns() })}`)
    .action(start);
}

/** Commander names a value after its flag: `--smtp-port` is smtpPort, the name in the table. */
async function start({ printEnv = asksToPrint(), ...flags }: Flags & { printEnv?: boolean }): Promise<void> {
  const sources = sourcesOfStart(flags);
  await startFrom(flags, { sources, printEnv }).catch((error: unknown) => {
    throw inSourceWords(error, sources);
  });
}

interface Starting {
  sources: SettingSources;
  printEnv: boolean;
}

async function startFrom(flags: Flags, { sources, printEnv }: Starting): Promise<void> {
  const settings = resolveSettings(flags);
  if (printEnv) return printEnvironment(settings, sources);
  outliveReaders();
  const { log, ready } = createLogger(settings.log);
  // A defect in one workspace ends none of the others.
  process.on('unhandledRejection', (error) => {
    log('error', `A defect: ${stackOf(error)}`);
  });
  // Loaded here alone: the other commands talk to a running emulator and need nothing of it.
  const { createEmulator } = await import('../app/emulator.js');
  await runUntilSignal(async (stopping) => {
    const emulator = await createEmulator({ settings, sources, log, stopping });
    // At once: who waits for the first answer may end the process with it.
    started();
    ready(bannerOf(emulator, settings));
    const { collectAtRest, keepHeapSmall } = await import('../app/process-heap.js');
    keepHeapSmall();
    collectAtRest();
    return emulator;
  });
}
