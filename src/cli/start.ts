import { Command, Option } from 'commander';
import { envNameOf, hostToCall, resolveSettings, settingNames } from '../config/settings.js';
import type { Settings } from '../config/settings.js';
import type { Raw } from '../config/kinds.js';
import type { Row } from '../config/row.js';
import { settingsTable } from '../config/settings-table.js';
import { bannerOf } from './banner.js';
import { createLogger } from './log.js';
import { outliveReaders, stdout } from './output.js';
import { runUntilSignal } from './signals.js';

type Flags = Record<string, Raw | undefined>;

/** The flag of a row as commander knows it. Its value stays raw: the table parses it, from flag and environment alike. */
function optionOf(spec: Row<unknown>): Option {
  const flag = `--${spec.flag}${spec.placeholder ? ` <${spec.placeholder}>` : ''}`;
  const option = new Option(flag, `${spec.help} (default: ${spec.shown}; env: ${envNameOf(spec.flag)})`);
  if (spec.repeatable)
    option.argParser((value: string, known: string[] | undefined) => [...(known ?? []), value]);
  return option;
}

/** A command with a flag for every setting. */
export function startCommand(): Command {
  const command = new Command('start').description('run the emulator (the default command)');
  for (const name of settingNames) command.addOption(optionOf(settingsTable[name]));
  command.option(
    '--print-env',
    'print the environment of an application that is to use the emulator, and exit',
  );
  return command.action(start);
}

/** Commander names a value after its flag: `--smtp-port` is smtpPort, the name in the table. */
async function start({ printEnv, ...flags }: Flags & { printEnv?: boolean }): Promise<void> {
  const settings = resolveSettings(flags);
  if (printEnv) return printEnvironment(settings);
  outliveReaders();
  const { log, ready } = createLogger(settings.log);
  // Loaded here alone: the other commands talk to a running emulator and need nothing of it.
  const { createEmulator } = await import('../app/emulator.js');
  await runUntilSignal(async (stopping) => {
    const emulator = await createEmulator({ settings, log, stopping });
    ready(bannerOf(emulator, settings));
    return emulator;
  });
}

function printEnvironment(settings: Settings) {
  const { host, port, smtpPort, apiKey, webhookSecret } = settings;
  const name = hostToCall(host);
  const entries = {
    MAILDRONE_BASE_URL: `http://${name}:${port}/v2`,
    MAILDRONE_API_KEY: apiKey[0] ?? '',
    MAILDRONE_WEBHOOK_SECRET: webhookSecret ?? '',
    SMTP_URL: `smtp://${name}:${smtpPort}`,
  };
  const quoted = (value: string) =>
    /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
  const pairs = Object.entries(entries).map(([key, value]) => `${key}=${quoted(value)}`);
  stdout.write(`export ${pairs.join(' ')}\n`);
}
