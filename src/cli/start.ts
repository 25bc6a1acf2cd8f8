import { Command, Option } from 'commander';
import { envNameOf, resolveSettings, settingNames } from '../config/settings.js';
import type { Settings } from '../config/settings.js';
import { version } from '../contract/version.js';
import type { Emulator } from '../app/emulator.js';
import type { Raw, Row } from '../config/parsers.js';
import { settingsTable } from '../config/settings-table.js';
import { createLogger } from './log.js';
import type { LogMode } from './log.js';

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
  const mode: LogMode = settings.log ?? (process.stdout.isTTY ? 'pretty' : 'json');
  const log = createLogger(mode, process.stdout.isTTY && process.stdout.hasColors());
  // Loaded here alone: the other commands talk to a running emulator and need nothing of it.
  const { createEmulator } = await import('../app/emulator.js');
  const startedEmulator = await createEmulator(settings, log);
  // First: whoever reads `Ready.` may send a signal at once.
  stopOnSignals(startedEmulator);
  announce(startedEmulator, settings, mode);
}

function printEnvironment(settings: Settings) {
  const { host, port, smtpPort, apiKey, webhookSecret } = settings;
  const name = host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host;
  const entries = {
    MAILDRONE_BASE_URL: `http://${name}:${port}/v2`,
    MAILDRONE_API_KEY: apiKey[0] ?? '',
    MAILDRONE_WEBHOOK_SECRET: webhookSecret ?? '',
    SMTP_URL: `smtp://${name}:${smtpPort}`,
  };
  const quoted = (value: string) =>
    /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
  const pairs = Object.entries(entries).map(([key, value]) => `${key}=${quoted(value)}`);
  process.stdout.write(`export ${pairs.join(' ')}\n`);
}

function announce({ urls, apiKey, webhookSecret }: Emulator, settings: Settings, mode: LogMode) {
  if (mode === 'silent') return;
  const secret = settings.webhookUrl.length > 0 && settings.webhookSecret === null ? webhookSecret : null;
  if (mode === 'json') {
    const facts = {
      msg: 'ready',
      url: urls.http,
      api: urls.api,
      smtp: urls.smtp,
      api_key: apiKey,
      pid: process.pid,
    };
    process.stdout.write(`${JSON.stringify({ ...facts, ...(secret ? { webhook_secret: secret } : {}) })}\n`);
    return;
  }
  const rows: [string, string][] = [
    ['Inbox', urls.http],
    ['API', `${urls.api}   key ${apiKey}`],
    ['SMTP', urls.smtp],
    ['Data', settings.memory ? 'in memory' : settings.data],
    ...settings.webhookUrl.map((url): [string, string] => ['Webhook', url]),
    ...(secret ? [['Secret', secret] as [string, string]] : []),
  ];
  const table = rows.map(([name, value]) => `  ${name.padEnd(9)}${value}`).join('\n');
  process.stdout.write(`\nmaildrone-emulator ${version}\n\n${table}\n\nReady.\n`);
}

/** The first signal flushes and ends with 0; further ones do not cut it short. */
function stopOnSignals(running: Emulator) {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      (error: Error) => {
        process.stderr.write(`maildrone-emulator: ${error.message}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
