import { readFileSync } from 'node:fs';
import { linkLocalIssue, shownUrl } from '../contract/endpoint-url.js';
import { SettingsError } from './parsers.js';
import type { Raw, Row } from './parsers.js';
import { settingsTable } from './settings-table.js';

type Table = typeof settingsTable;
export type SettingName = keyof Table;
export type Settings = { [K in SettingName]: Table[K]['default'] };

export const settingNames = Object.keys(settingsTable) as SettingName[];

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
      const spec = settingsTable[name] as Row<unknown>;
      const fromEnv = env[envNameOf(spec.flag)];
      const raw =
        flags[name] ?? (fromEnv === undefined || fromEnv === '' ? undefined : fromEnvText(spec, fromEnv));
      return [name, raw === undefined ? spec.default : spec.parse(raw, spec.flag)];
    }),
  ) as Settings;
  return requireConsistent(resolved);
}

const fromEnvText = (spec: Row<unknown>, value: string): Raw =>
  spec.repeatable ? value.split(',').map((item) => item.trim()) : value;

/** What no single row can see. */
function requireConsistent(settings: Settings): Settings {
  if ((settings.smtpTlsCert === null) !== (settings.smtpTlsKey === null)) {
    throw new SettingsError('--smtp-tls-cert and --smtp-tls-key: expected both or neither');
  }
  for (const url of settings.allowLinkLocalWebhooks ? [] : settings.webhookUrl) {
    const issue = linkLocalIssue(url);
    if (issue)
      throw new SettingsError(
        `--webhook-url: ${issue.replace('Expected', 'expected')}, got "${shownUrl(url)}"`,
      );
  }
  for (const [flag, file] of [
    ['smtp-tls-cert', settings.smtpTlsCert],
    ['smtp-tls-key', settings.smtpTlsKey],
  ] as const) {
    if (file !== null) requireReadable(flag, file);
  }
  return settings;
}

function requireReadable(flag: string, file: string) {
  try {
    readFileSync(file);
  } catch (error) {
    throw new SettingsError(`--${flag}: expected a readable file (${(error as Error).message})`);
  }
}

/** Where an emulator with the settings of the environment is to be found on this machine. */
export function localUrl(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const host = env[envNameOf('host')] ?? '';
  const isAnywhere = ['', '127.0.0.1', '0.0.0.0', '::'].includes(host);
  const name = isAnywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${env[envNameOf('port')] || settingsTable.port.default}`;
}
