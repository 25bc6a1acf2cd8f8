import { isDeepStrictEqual } from 'node:util';
import { envNameOf, rowOf, settingNames } from '../config/settings.js';
import type { SettingName, Settings } from '../config/settings.js';
import type { SettingSources } from '../config/setting-sources.js';
import { shownUrl } from '../contract/web/endpoint-url.js';
import type { SettingRow } from '../contract/setting.js';

const isSet = (value: unknown): boolean => value !== null && !(Array.isArray(value) && value.length === 0);

/** The value of a setting as it may be shown: of a secret, whether it is set. */
function openValue(settings: Settings, name: SettingName) {
  if (rowOf(name).secret) return isSet(settings[name]) ? 'set' : null;
  return name === 'webhookUrl' ? settings.webhookUrl.map(shownUrl) : settings[name];
}

/** The settings as they may be shown: without secrets. */
export const shownSettings = (settings: Settings): Record<string, unknown> =>
  Object.fromEntries(settingNames.map((name) => [name, openValue(settings, name)]));

function shownValue(settings: Settings, name: SettingName): SettingRow['value'] {
  const value = openValue(settings, name);
  return typeof value === 'object' && value !== null && 'shares' in value ? value.name : value;
}

const wordOf = (value: SettingRow['value']): string => {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === null ? 'none' : String(value);
};

/** Each setting in force with its flag, environment variable, default and source. */
export const settingRows = (settings: Settings, sources: SettingSources): SettingRow[] =>
  settingNames.map((name) => {
    const { flag, shown, help, secret = false, default: usual } = rowOf(name);
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
      secret,
    };
  });
