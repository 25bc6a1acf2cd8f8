import { ownVariable, unknownVariables } from './environment.js';
import { refusal, toggle } from './kinds.js';
import { linkLocalIssue, shownUrl } from '../contract/web/endpoint-url.js';
import type { Raw } from './kinds.js';
import type { Row } from './row.js';
import { SettingsError } from './settings-error.js';
import { settingsTable } from './settings-table.js';
import { requireTlsFiles } from './tls-files.js';

type Table = typeof settingsTable;
export type SettingName = keyof Table;
export type Settings = { [K in SettingName]: Table[K]['default'] };

export const settingNames = Object.keys(settingsTable) as SettingName[];
export const rowOf = (name: SettingName): Row<unknown> => settingsTable[name];

/** `--smtp-port` → `MAILDRONE_EMULATOR_SMTP_PORT`. */
export const envNameOf = (flag: string): string =>
  `MAILDRONE_EMULATOR_${flag.replaceAll('-', '_').toUpperCase()}`;

/** Flags win over the environment, which wins over defaults. Lists in the environment are separated by commas. */
export function resolveSettings(
  flags: Readonly<Record<string, Raw | undefined>>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Settings {
  const resolved = Object.fromEntries(
    settingNames.map((name) => {
      const spec = rowOf(name);
      const fromEnv = ownVariable(env, envNameOf(spec.flag));
      const raw = flags[name] ?? (fromEnv ? splitList(spec, fromEnv) : undefined);
      return [name, raw === undefined ? spec.default : parse(spec, raw)];
    }),
  ) as Settings;
  return requireConsistent(resolved, (name) => `--${settingsTable[name].flag}`);
}

/** Whether the environment asks for `--print-env`, the one flag of the start that is no setting. */
export function asksToPrint(env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  const name = envNameOf('print-env');
  const { [name]: value } = env;
  return toggle.parse(value ?? '', (expected = toggle.expected) => {
    throw new SettingsError(`${name}: ${refusal(expected, JSON.stringify(value))}`);
  });
}

/** One line for each variable of the environment that looks like a setting and is none. */
export const unknownSettings = (env: Readonly<Record<string, string | undefined>> = process.env): string[] =>
  unknownVariables(
    env,
    settingNames.map((name) => envNameOf(rowOf(name).flag)),
  );

const parse = ({ flag, kind }: Row<unknown>, raw: Raw): unknown =>
  kind.parse(raw, (expected = kind.expected, got = JSON.stringify(raw)) => {
    throw new SettingsError(`--${flag}: ${refusal(expected, got)}`);
  });

const splitList = (spec: Row<unknown>, value: string): Raw =>
  spec.repeatable ? value.split(',').map((item) => item.trim()) : value;

/** Checks what no single row can see. `shown` is how a setting is called in errors. */
export function requireConsistent(settings: Settings, shown: (name: SettingName) => string): Settings {
  if (settings.smtpPort !== 0 && settings.smtpPort === settings.port) {
    const { port } = settings;
    throw new SettingsError(`${shown('smtpPort')}: expected another port than ${shown('port')}, got ${port}`);
  }
  for (const url of settings.allowLinkLocalWebhooks ? [] : settings.webhookUrl) {
    const issue = linkLocalIssue(url)?.replace('Expected', 'expected');
    if (issue) throw new SettingsError(`${shown('webhookUrl')}: ${issue}, got "${shownUrl(url)}"`);
  }
  requireTlsFiles(settings, shown);
  return settings;
}

/** By which variables `localUrl` goes. */
export const urlVariables = ['host', 'port'].map(envNameOf).join(' and ');

/** Where an emulator with the settings of the environment is to be found on this machine. */
export function localUrl(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const host = env[envNameOf('host')] ?? '';
  const port = ownVariable(env, envNameOf('port')) || settingsTable.port.default;
  return `http://${hostToCall(host)}:${port}`;
}

/** How a URL names the host that an emulator listens on: `localhost` for every address of this machine's own. */
export function hostToCall(host: string): string {
  if (['', '127.0.0.1', '0.0.0.0', '::'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
