import { refusal } from './kinds.js';
import { nearestWord } from './nearest.js';
import { inspect } from 'node:util';
import { profiles } from '../contract/simulation.js';
import { requireConsistent, rowOf, settingNames } from './settings.js';
import type { SettingName, Settings } from './settings.js';
import { SettingsError } from './settings-error.js';

/** Values that stand for others. */
interface Looser {
  /** A bundled profile by its name, or a JSON file. */
  simulation: string;
  /** The usual speed, or none. */
  play: boolean;
}

/**
 * The settings of the command line by their names in camel case. An absent or `undefined` one has its default; a wrong
 * value or an unknown name rejects with a `SettingsError` before anything is opened.
 */
export type EmulatorOptions = {
  [K in SettingName]?: (Settings[K] | (K extends keyof Looser ? Looser[K] : never)) | undefined;
};

/** Where a test wants other defaults than the command line: free ports, nothing on disk, nothing by itself, no output. */
const optionDefaults = {
  port: 0,
  smtpPort: 0,
  memory: true,
  simulation: profiles.manual,
  log: 'silent',
} satisfies Partial<Settings>;

/** The settings that options stand for. `data` without `memory` keeps things on disk. */
export function resolveOptions(options: unknown = {}): Settings {
  const given = requireNames(options);
  const resolved = Object.fromEntries(
    settingNames.map((name) => [
      name,
      accept(name, given[name] === undefined ? defaultOf(name) : given[name]),
    ]),
  ) as Settings;
  const memory = given.memory === undefined && given.data !== undefined ? false : resolved.memory;
  return requireConsistent({ ...resolved, memory }, (name) => name);
}

/** What a setting is where no option gives it. */
export function defaultOf(name: SettingName): unknown {
  const defaults: Partial<Settings> = optionDefaults;
  return name in defaults ? defaults[name] : rowOf(name).default;
}

function accept(name: SettingName, value: unknown): unknown {
  const { kind } = rowOf(name);
  return kind.accept(value, (expected = kind.expected, got = shown(value)) => {
    throw new SettingsError(`${name}: ${refusal(expected, got)}`);
  });
}

function requireNames(options: unknown): Partial<Record<SettingName, unknown>> {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new SettingsError(`options: expected an object of settings, got ${shown(options)}`);
  const unknown = Object.keys(options).find((name) => !settingNames.some((known) => known === name));
  if (unknown === undefined) return options;
  throw new SettingsError(`${unknown}: there is no such option; expected ${suggestion(unknown)}`);
}

function suggestion(unknown: string): string {
  return nearestWord(unknown, settingNames) ?? `one of ${settingNames.join(', ')}`;
}

/** A value as an error shows it: in one line. */
const shown = (value: unknown): string =>
  (typeof value === 'string'
    ? JSON.stringify(value)
    : inspect(value, { depth: 1, breakLength: Infinity }).replace(/\s+/g, ' ')
  ).slice(0, 100);
