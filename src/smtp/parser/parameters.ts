import { decodeText } from './charset.js';
import { readableText } from './header-fields.js';

const namePattern = /[\w!#$&+^`|~*-]+/y;
const valuePattern = /\s*=\s*(?:"((?:\\[\s\S]|[^"\\])*)"?|([^;]*))/y;
/** A text in quotes, a comment (RFC 5322, 3.2.2), or signs between. */
const otherPattern = /"(?:\\[\s\S]|[^"\\])*"?|\((?:\\[\s\S]|[^\\()])*\)?|[^\w!#$&+^`|~*"(-]+/y;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Of a text in quotes, only quotes and backslashes are written with one more: names of Windows have single ones. */
const unquoted = (text: string): string => text.replace(/\\(["\\])/g, '$1');

/** A comment behind the name of a file (RFC 2045, 5.1); brackets elsewhere are part of a name. */
const withoutComment = (value: string): string => value.trim().replace(/^(\S+\.\w{1,8})\s+\([^()]*\)$/, '$1');

/** The parameters of a field with their values as they were sent, one character an octet; the first of a name counts. */
function parametersIn(field: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (let at = 0; at < field.length;) {
    const [name] = matchAt(namePattern, field, at) ?? [];
    if (name === undefined) {
      at += matchAt(otherPattern, field, at)?.[0].length ?? 1;
      continue;
    }
    at += name.length;
    const value = matchAt(valuePattern, field, at);
    if (value === null) continue;
    at += value[0].length;
    const key = name.toLowerCase();
    if (!parameters.has(key))
      parameters.set(key, value[1] === undefined ? withoutComment(value[2] ?? '') : unquoted(value[1]));
  }
  return parameters;
}

/** Percent signs that mean nothing stay. */
const bytesOf = (value: string): string =>
  value.replace(/%([0-9a-f]{2})/gi, (_sign, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** A value as RFC 2231 has it: whole (`name*`) or in pieces (`name*0*`, `name*1`, …); null where the field has none. */
function extendedValue(parameters: ReadonlyMap<string, string>, name: string): string | null {
  if (!Array.from(parameters.keys()).some((key) => key.startsWith(`${name}*`))) return null;
  const pieces = [...parameters]
    .flatMap(([key, value]) => {
      const [, index, star = ''] = key.startsWith(`${name}*`)
        ? (/^\*(\d{1,5})?(\*?)$/.exec(key.slice(name.length)) ?? [])
        : [];
      const isWhole = key === `${name}*`;
      return isWhole || index !== undefined
        ? [{ at: Number(index ?? 0), value, isCoded: isWhole || star !== '' }]
        : [];
    })
    .sort((a, b) => a.at - b.at);
  if (pieces.length === 0) return null;
  if (pieces.every(({ isCoded }) => !isCoded))
    return readableText(pieces.map(({ value }) => value).join(''), null);
  const [, charset = null, first] = /^([\w:.+-]*)'[^']*'([\s\S]*)$/.exec(pieces[0]?.value ?? '') ?? [];
  const octets = pieces
    .map(({ value, isCoded }, index) => (isCoded ? bytesOf(index === 0 ? (first ?? value) : value) : value))
    .join('');
  return decodeText(Buffer.from(octets, 'latin1'), charset);
}

/**
 * A parameter of a field that is given as it was sent, one character an octet; `charset` is the one that the mail is likely
 * to be in. Null where the field has none of that name.
 */
export function parameterOf(field: string, name: string, charset: string | null): string | null {
  // Most fields have no such parameter.
  if (!field.toLowerCase().includes(name)) return null;
  const parameters = parametersIn(field);
  const plain = parameters.get(name);
  return extendedValue(parameters, name) ?? (plain === undefined ? null : readableText(plain, charset));
}
