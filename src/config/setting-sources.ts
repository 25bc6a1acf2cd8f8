import type { SettingSource } from '../contract/setting.js';
import { ownVariable } from './environment.js';
import type { Raw } from './kinds.js';
import { envNameOf, rowOf, settingNames } from './settings.js';
import type { SettingName } from './settings.js';

/** Where each setting that was given comes from; the others have their defaults. */
export type SettingSources = Partial<Record<SettingName, SettingSource>>;

type Env = Readonly<Record<string, string | undefined>>;

/** Of the command line: flags win over the environment. */
export function sourcesOfStart(
  flags: Readonly<Record<string, Raw | undefined>>,
  env: Env = process.env,
): SettingSources {
  const sources: SettingSources = {};
  for (const name of settingNames) {
    if (flags[name] !== undefined) sources[name] = 'flag';
    else if (ownVariable(env, envNameOf(rowOf(name).flag))) sources[name] = 'environment';
  }
  return sources;
}

/** Of the options of `startEmulator`, which were checked before. */
export function sourcesOfOptions(options: Readonly<Partial<Record<SettingName, unknown>>>): SettingSources {
  const sources: SettingSources = {};
  for (const name of settingNames) if (options[name] !== undefined) sources[name] = 'option';
  return sources;
}
