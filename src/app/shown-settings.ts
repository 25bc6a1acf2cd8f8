import { isDeepStrictEqual } from 'node:util';
import { envNameOf, rowOf, settingNames } from '../config/settings.js';
import type { SettingName, Settings } from '../config/settings.js';
import type { SettingSources } from '../config/setting-sources.js';
import { shownUrl } from '../contract/endpoint-url.js';
import type { SettingRow } from '../contract/setting.js';

const secrets: ReadonlySet<SettingName> = new Set(['apiKey', 'webhookSecret', 'uiAuth']);

/** The settings as they may be shown: without secrets. */
export function shownSettings(settings: Settings): Record<string, unknown> {
  const { apiKey: _keys, webhookSecret: _secret, uiAuth, ...rest } = settings;
  return { ...rest, webhookUrl: rest.webhookUrl.map(shownUrl), uiAuth: uiAuth === null ? null : 'set' };
}

const isGiven = (value: unknown): boolean => value !== null && !(Array.isArray(value) && value.length === 0);

function shownValue(settings: Settings, name: SettingName): SettingRow['value'] {
  if (secrets.has(name)) return isGiven(settings[name]) ? 'set' : null;
  if (name === 'webhookUrl') return settings.webhookUrl.map(shownUrl);
  const value = settings[name];
  return typeof value === 'object' && value !== null && 'shares' in value ? value.name : value;
}

const wordOf = (value: SettingRow['value']): string => {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === null ? 'none' : String(value);
};

/** Each setting in force with its flag, environment variable, default and source. */
export const settingRows = (settings: Settings, sources: SettingSources): SettingRow[] =>
  settingNames.map((name) => {
    const { flag, shown, help, default: usual } = rowOf(name);
    const value = shownValue(settings, name);
    const source = sources[name] ?? 'default';
    // A test has other defaults than the command line, as `startEmulator` gives them.
    const isOther = source === 'default' && !isDeepStrictEqual(settings[name], usual);
    return {
      name,
      flag: `--${flag}`,
      env: envNameOf(flag),
      value,
      default: isOther ? wordOf(value) : shown,
      source,
      help,
      secret: secrets.has(name),
    };
  });
