import { readFileSync } from 'node:fs';
import { endpointUrlIssue, shownUrl } from '../contract/endpoint-url.js';
import { signatureHeaderIssue } from '../contract/signature-header.js';
import { namedProfile, Profile } from '../contract/simulation.js';

/** A wrong setting: one line that names the flag and what was expected. Exit code 2. */
export class SettingsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}

export type Raw = string | boolean | readonly string[];

/** One row of the settings table. `placeholder` is the argument's name; without it the setting is a switch. */
export interface Row<T> {
  flag: string;
  placeholder?: string;
  repeatable?: true;
  default: T;
  /** As the help and the README show the default. */
  shown: string;
  help: string;
  parse(raw: Raw, flag: string): T;
}

const fail = (flag: string, expected: string, got: Raw): never => {
  throw new SettingsError(`--${flag}: expected ${expected}, got "${String(got)}"`);
};

const oneText = (raw: Raw): string => (typeof raw === 'string' ? raw : String(raw));
export const text = (raw: Raw, flag: string): string =>
  oneText(raw) === '' ? fail(flag, 'a value', raw) : oneText(raw);
export const texts = (raw: Raw, flag: string): string[] => {
  const list = Array.isArray(raw) ? (raw as readonly string[]) : [oneText(raw)];
  return list.map((item) => text(item, flag));
};
export const toggle = (raw: Raw, flag: string): boolean => {
  if (typeof raw === 'boolean') return raw;
  const value = oneText(raw).toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(value)) return true;
  if (['', '0', 'false', 'no', 'off'].includes(value)) return false;
  return fail(flag, 'true or false', raw);
};
export const whole =
  (min: number, max: number) =>
  (raw: Raw, flag: string): number => {
    const value = Number(oneText(raw));
    const fits = /^-?\d+$/.test(oneText(raw)) && value >= min && value <= max;
    return fits ? value : fail(flag, `a whole number from ${min} to ${max}`, raw);
  };
export const positive = (raw: Raw, flag: string): number => {
  const value = Number(oneText(raw));
  return Number.isFinite(value) && value > 0 && oneText(raw).trim() !== ''
    ? value
    : fail(flag, 'a number above 0', raw);
};
export const oneOf =
  <T extends string>(...choices: readonly T[]) =>
  (raw: Raw, flag: string): T =>
    choices.find((choice) => choice === raw) ?? fail(flag, `one of ${choices.join(', ')}`, raw);
export const url = (raw: Raw, flag: string): string => {
  const value = text(raw, flag);
  const isWeb = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  return isWeb ? value : fail(flag, 'an http or https URL', raw);
};
export const endpointUrl = (raw: Raw, flag: string): string => {
  const value = text(raw, flag);
  const issue = endpointUrlIssue(value);
  return issue === null ? value : fail(flag, issue.replace(/^Expected /, ''), shownUrl(value));
};
/** The name of a header that carries signatures. */
export const signatureHeader = (raw: Raw, flag: string): string => {
  const issue = signatureHeaderIssue(oneText(raw));
  return issue === null ? oneText(raw) : fail(flag, issue, raw);
};
export const userPass = (raw: Raw, flag: string): string =>
  /^[^:]+:.+$/.test(oneText(raw)) ? oneText(raw) : fail(flag, 'USER:PASS', raw);

/** A profile by name or from a JSON file. */
export function profile(raw: Raw, flag: string): Profile {
  const name = text(raw, flag);
  const known = namedProfile(name);
  if (known) return known;
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(name, 'utf8'));
  } catch (error) {
    return fail(flag, `manual, reference, classic or a JSON file (${(error as Error).message})`, raw);
  }
  const result = Profile.safeParse(parsed);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new SettingsError(
    `--${flag}: ${name}: ${issue?.path.join('.') || 'profile'}: ${issue?.message ?? 'invalid'}`,
  );
}
