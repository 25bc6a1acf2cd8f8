import { jsonLimits, parseJsonText } from '../contract/json/json-text.js';
import type { JsonFault } from '../contract/json/json-text.js';
import { readNamedFileSync } from '../contract/named-file.js';
import { pathFault } from '../contract/path-fault.js';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { isDataSet } from '../contract/data-sets.js';
import { eachOnce } from '../contract/fields.js';
import { endpointUrlIssue, shownUrl } from '../contract/web/endpoint-url.js';
import { isKey, keyWords } from '../contract/key.js';
import { issueWords } from '../contract/issue-words.js';
import { signatureHeaderIssue } from '../contract/web/signature-header.js';
import { namedProfile, Profile, profileNames } from '../contract/simulation.js';
import { parseOrigin } from '../contract/web/web-origin.js';
import { lineOfForeignBytes, withoutByteOrderMark } from '../contract/text/utf8.js';
import { parseUrl } from '../contract/web/parse-url.js';

/** A setting as the command line or the environment has it. */
export type Raw = string | boolean | readonly string[];

/**
 * Refuses the value at hand: with the words of its kind, unless others say it better, and as `got` shows it; where that is
 * null, `expected` is the whole fault.
 */
export type Refuse = (expected?: string, got?: string | null) => never;

/** A refused value in words, behind the name of its setting. */
export const refusal = (expected: string, got: string | null): string =>
  got === null ? expected : `expected ${expected}, got ${got}`;

/** What values a setting may have. */
export interface Kind<T> {
  /** What a value must be, as its error and the documentation of the option have it. */
  expected: string;
  /** Reads a flag or an environment variable. */
  parse(raw: Raw, refuse: Refuse): T;
  /** Takes the value of an option of `startEmulator`. */
  accept(value: unknown, refuse: Refuse): T;
}

const oneText = (raw: Raw): string => (typeof raw === 'string' ? raw : String(raw));

/** A kind whose values are texts, on the command line and as options alike. */
const textKind = <T extends string>(expected: string, read: (value: string) => T | null): Kind<T> => ({
  expected,
  parse: (raw, refuse) => read(oneText(raw)) ?? refuse(),
  accept: (value, refuse) => (typeof value === 'string' ? read(value) : null) ?? refuse(),
});

/** A number, of which `fits` says whether it is one of the kind. */
const numberKind = (
  expected: string,
  { pattern, fits }: { pattern: RegExp; fits(value: number): boolean },
): Kind<number> => ({
  expected,
  parse(raw, refuse) {
    const value = Number(oneText(raw));
    return pattern.test(oneText(raw)) && fits(value) ? value : refuse();
  },
  accept: (value, refuse) => (typeof value === 'number' && fits(value) ? value : refuse()),
});

const text = textKind('a text that is not empty', (value) => value || null);

/**
 * A kind of paths. Those of options become absolute: a program that starts an emulator may change its folder. The command line
 * stays in its own, and shows them as they were given.
 */
const pathKind = (wholeOf: (value: string) => string): Kind<string> => ({
  ...text,
  accept: (value, refuse) => wholeOf(text.accept(value, refuse)),
});

/** A file or a folder. */
export const path = pathKind((value) => resolve(value));
/** A bundled data set by its name, or a file. */
export const dataSet = pathKind((value) => (isDataSet(value) ? value : resolve(value)));
export const apiKey = textKind(`a key of ${keyWords}`, (value) => (isKey(value) ? value : null));
/** A secret. */
export const secretText = textKind('a text of one line', (value) =>
  value !== '' && !/[\u0000-\u001f\u007f]/.test(value) ? value : null,
);

/** An address or name to listen on; an IPv6 address may stand in brackets, as in a URL. */
export const host = textKind('an IP address or a host name', (value) => {
  const bare = value.replace(/^\[(.+)\]$/, '$1');
  const isName = /^(?=.{1,253}$)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i.test(bare);
  return isName || (isIP(bare) !== 0 && !bare.includes('%')) ? bare : null;
});

const webUrl = (value: string): string | null =>
  /^https?:$/.test(parseUrl(value)?.protocol ?? '') ? value : null;
const url = textKind('an http or https URL', webUrl);
/** A URL to which paths are appended: behind a `?` or `#` they would be none. */
export const baseUrl = textKind(`${url.expected} without ? and #`, (value) => {
  // Links stand in headers of mail: as the parser writes the URL it has no control characters.
  const known = /[?#]/.test(value) ? null : webUrl(value);
  return known === null ? null : new URL(known).href.replace(/\/+$/, '');
});

/** A kind that a check of the contract decides: `issueOf` answers what was expected, or null. */
const checkedKind = (expected: string, issueOf: (value: string) => string | null): Kind<string> => {
  const check = (value: string, refuse: Refuse) => {
    const issue = issueOf(value);
    return issue === null ? value : refuse(issue.replace(/^Expected /, ''), JSON.stringify(shownUrl(value)));
  };
  return {
    expected,
    parse: (raw, refuse) => check(oneText(raw), refuse),
    accept: (value, refuse) => (typeof value === 'string' ? check(value, refuse) : refuse()),
  };
};

/** Schemes that servers have and no page is loaded by. Those of apps and extensions are many. */
const withoutPages = ['ftp', 'ftps', 'sftp', 'ws', 'wss', 'file', 'smtp'];

/** A web page's origin, in the form in which browsers send it. A slash at the end is forgiven. */
export const webOrigin = textKind(
  'an origin such as https://app.example.com (scheme, host and port alone)',
  (value) => {
    const origin = parseOrigin(value.replace(/\/$/, ''));
    return origin && !withoutPages.includes(origin.scheme) ? origin.text : null;
  },
);

/** Where webhooks go; its credentials are not shown. */
export const endpointUrl = checkedKind(url.expected, endpointUrlIssue);
/** The name of a header that carries signatures. */
export const signatureHeader = checkedKind(
  'a header name that neither HTTP nor a delivery uses',
  signatureHeaderIssue,
);
export const userPass = textKind('USER:PASS', (value) => (/^[^:]+:.+$/.test(value) ? value : null));
export const oneOf = <T extends string>(...choices: readonly T[]): Kind<T> =>
  textKind(`one of ${choices.join(', ')}`, (value) => choices.find((choice) => choice === value) ?? null);

/** Several of a kind, each once, and each refused by the words of that kind. */
export const listOf = <T>(kind: Kind<T>): Kind<T[]> => ({
  expected: `a list, each ${kind.expected}`,
  parse: (raw, refuse) =>
    eachOnce(
      [raw]
        .flat()
        .map((item) =>
          kind.parse(item, (expected = kind.expected, got = JSON.stringify(item)) => refuse(expected, got)),
        ),
    ),
  accept: (value, refuse) =>
    Array.isArray(value)
      ? eachOnce(Array.from(value, (item: unknown) => kind.accept(item, refuse)))
      : refuse(),
});

const switchedOn = ['true', 'yes', 'on'];
const switchedOff = ['', 'false', 'no', 'off'];

export const toggle: Kind<boolean> = {
  expected: 'true or false',
  parse(raw, refuse) {
    if (typeof raw === 'boolean') return raw;
    const value = oneText(raw).toLowerCase();
    if (value === '1' || switchedOn.includes(value)) return true;
    return value === '0' || switchedOff.includes(value) ? false : refuse();
  },
  accept: (value, refuse) => (typeof value === 'boolean' ? value : refuse()),
};

export const whole = (min: number, max: number): Kind<number> =>
  numberKind(`a whole number from ${min} to ${max}`, {
    pattern: /^-?\d+$/,
    fits: (value) => Number.isSafeInteger(value) && value >= min && value <= max,
  });
export const between = (min: number, max: number): Kind<number> =>
  numberKind(`a number from ${min} to ${max}`, {
    pattern: /\S/,
    fits: (value) => value >= min && value <= max,
  });
export const positive = (max: number): Kind<number> =>
  numberKind(`a number above 0 and at most ${max}`, {
    pattern: /\S/,
    fits: (value) => value > 0 && value <= max,
  });

/** A number that has a usual value: the bare flag and `true` stand for it, `false` for none. */
export const usuallyOff = (usual: number, kind: Kind<number>): Kind<number | null> => ({
  expected: `${kind.expected}, true for ${usual}, or false`,
  parse(raw, refuse) {
    const word = oneText(raw).toLowerCase();
    if (switchedOn.includes(word)) return usual;
    return switchedOff.includes(word) ? null : kind.parse(raw, refuse);
  },
  accept(value, refuse) {
    if (typeof value === 'boolean' || value === null) return value ? usual : null;
    return kind.accept(value, refuse);
  },
});

/** A kind that may also be absent: an option of `null` says so. */
export const optional = <T>(kind: Kind<T>): Kind<T | null> => ({
  expected: kind.expected,
  parse: kind.parse,
  accept: (value, refuse) => (value === null ? null : kind.accept(value, refuse)),
});

const profileExpected = `${profileNames.join(', ')} or a JSON file`;

/** A profile as it was given in place of a name; its fault is named by its path. */
function requireProfile(value: unknown, refuse: Refuse, where: string): Profile {
  const result = Profile.safeParse(value, { error: issueWords });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return refuse(
    `${where}${issue?.path.join('.') || 'profile'}: ${issue?.message.replace(/^Expected /, 'expected ') ?? 'invalid'}`,
    null,
  );
}

function readProfile(name: string, refuse: Refuse): Profile {
  const known = namedProfile(name);
  if (known) return known;
  const got = (why: string) => `${JSON.stringify(name)} (${why})`;
  let bytes: Buffer;
  try {
    bytes = readNamedFileSync(name);
  } catch (error) {
    return refuse(profileExpected, got(pathFault(error)));
  }
  if (lineOfForeignBytes(bytes) !== null) return refuse(profileExpected, got('it is not UTF-8'));
  let parsed: unknown;
  try {
    parsed = parseJsonText(withoutByteOrderMark(bytes.toString()), { ...jsonLimits, keysOnce: true });
  } catch (error) {
    const { at, message } = error as JsonFault;
    return refuse(profileExpected, got(at === null ? 'it is no JSON' : message));
  }
  return requireProfile(parsed, refuse, `${name}: `);
}

/** A profile by name, from a JSON file or, as an option, as it is. */
export const profile: Kind<Profile> = {
  expected: `${profileExpected}, or a profile with name and shares`,
  parse: (raw, refuse) => readProfile(oneText(raw), refuse),
  accept: (value, refuse) =>
    typeof value === 'string' ? readProfile(value, refuse) : requireProfile(value, refuse, ''),
};
