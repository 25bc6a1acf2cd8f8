import * as z from 'zod';
import { folded } from './text/folding.js';

// RFC 5321 4.5.3.1: 64 octets of local part, 254 of a path that fits MAIL FROM.
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const quoted = '"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\x20-\\x7e])*"';
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const addrSpec = new RegExp(`^(?:${atom}(?:\\.${atom})*|${quoted})@(?:${label}\\.)+${label}$`);

/** True for an ASCII addr-spec (RFC 5322 3.4.1) whose domain has a dot. */
export const isEmailAddress = (text: string): boolean =>
  text.length <= 254 && text.lastIndexOf('@') <= 64 && addrSpec.test(text);

/** `"a", "b" or "c"`, for what an issue says was expected. */
export function alternatives(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`);
  return [quoted.slice(0, -1).join(', '), ...quoted.slice(-1)].filter((part) => part !== '').join(' or ');
}

// `shown`, here and below, is how the OpenAPI document says what a check in code says.
export const JsonValue = z.json().meta({ shown: {} });
/** Any value that JSON has. */
export type JsonValue = z.output<typeof JsonValue>;

const invalidAddress = 'Invalid email format: expected an ASCII address such as name@example.com';
const shownAddress = { type: 'string', format: 'email', maxLength: 254 };

export const EmailAddress = z
  .string()
  .refine(isEmailAddress, { error: invalidAddress })
  .meta({ shown: shownAddress });

/** An address that may be absent; a text of nothing is none. */
export const OptionalAddress = z
  .string()
  .refine((text) => text === '' || isEmailAddress(text), { error: invalidAddress })
  .transform((text) => text || null)
  .meta({ shown: { anyOf: [shownAddress, { const: '' }] } })
  .nullish();

/** An address as it is stored, and answered: the grammar of the document's `email` is narrower than ours. */
export const StoredAddress = z.string().refine(isEmailAddress, {
  error: 'Expected an ASCII address such as name@example.com',
});

/**
 * Text that stands in one line (it may end up in a mail header), at most `max` UTF-16 units. Undocumented: we chose all
 * limits on the length and number of inputs.
 */
export const line = (max: number) =>
  z
    .string()
    .max(max, { error: `Expected at most ${max} characters` })
    .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, {
      error: 'Expected one line without control characters',
    });

/**
 * Text of a stored row that may reach a command of SMTP or a header, and was not checked as a `line` when it came in: it
 * was part of a command or header before.
 */
export const storedLine = z
  .string()
  .refine((text) => !/[\r\n\u0000]/.test(text), { error: 'Expected text without CR, LF and NUL' });

/** As `line`, and not blank. */
export const requiredLine = (max: number) =>
  line(max).regex(/\S/, { error: 'Expected text that is not blank' }).meta({ minLength: 1 });

const Tag = line(100)
  .regex(/\S/, { error: 'Expected a tag that is not blank' })
  .regex(/^[^,]*$/, { error: 'Expected a tag without a comma (the tags filter separates by comma)' })
  .transform((text) => text.trim())
  .refine((text) => folded(text) !== '', { error: 'Expected a tag that is not blank' });

/** A list that is a set: what comes twice stays where it comes first. */
export const eachOnce = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** A tag as it is stored: `Tag` has trimmed it. */
export const StoredTag = line(100)
  .refine((text) => text !== '' && text === text.trim(), {
    error: 'Expected a tag that is not blank, without blanks around it',
  })
  .refine((text) => !text.includes(','), { error: 'Expected a tag without a comma' });

/** The form in which tags compare. */
export const tagKey = folded;

/** What a list of contacts or campaigns is searched for; nothing where it is empty. */
export const SearchText = z
  .string()
  .max(200, { error: 'Expected at most 200 characters' })
  .refine((text) => text === '' || folded(text) !== '', { error: 'Expected text that can be seen' });

const tagList = z.array(Tag).max(100, { error: 'Expected at most 100 tags' });
const tagsOnce = (tags: string[]): string[] => {
  const keys = tags.map(tagKey);
  return tags.filter((tag, at) => keys.indexOf(tagKey(tag)) === at);
};

/** Tags, each once (compared without regard to case, the first one stays where it is), at most 100. */
export const Tags = tagList.transform(tagsOnce);

/** As `Tags`, and one at least. */
export const SomeTags = tagList.min(1, { error: 'Expected at least one tag' }).transform(tagsOnce);

const maxCustomFields = { keys: 100, bytes: 64 * 1024, depth: 8 } as const;

const depthOf = (value: unknown, limit: number): number => {
  if (typeof value !== 'object' || value === null) return 0;
  if (limit === 0) return 1;
  return (
    1 + Object.values(value).reduce<number>((most, inner) => Math.max(most, depthOf(inner, limit - 1)), 0)
  );
};

/** JSON from outside is gone through no deeper: code that follows it by recursion would run out of stack. */
const deepest = 64;

/** The first place of JSON that a record cannot keep: a key that objects of JavaScript lose, or nesting without end. */
function faultOfJson(value: unknown, path: PropertyKey[]): { path: PropertyKey[]; message: string } | null {
  if (typeof value !== 'object' || value === null) return null;
  if (path.length > deepest) return { path: [], message: `Expected at most ${deepest} levels of nesting` };
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === '__proto__') return { path: here, message: 'Expected no key named __proto__' };
    const found = faultOfJson(inner, here);
    if (found) return found;
  }
  return null;
}

type JsonObject = Record<string, z.output<typeof JsonValue>>;

/** Custom fields as they are stored. */
export const StoredCustomFields = z
  .custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
    error: (issue) => (issue.input === undefined ? 'Required: expected an object' : 'Expected an object'),
  })
  .superRefine((fields, context) => {
    const fault = faultOfJson(fields, []);
    if (fault) context.addIssue({ code: 'custom', ...fault });
  })
  .meta({ shown: { type: 'object', propertyNames: { type: 'string' }, additionalProperties: {} } });

/** What is wrong with the custom fields of a contact as a whole; in order, nothing where they are within the limits. */
export function faultsOfCustomFields(fields: JsonObject): string[] {
  const isTooDeep = depthOf(fields, maxCustomFields.depth) > maxCustomFields.depth;
  const isTooLarge = !isTooDeep && Buffer.byteLength(JSON.stringify(fields)) > maxCustomFields.bytes;
  return [
    ...(Object.keys(fields).length > maxCustomFields.keys ? ['Expected at most 100 keys'] : []),
    ...(isTooDeep ? ['Expected at most 8 levels of nesting'] : []),
    ...(isTooLarge ? ['Expected at most 64 KiB of JSON'] : []),
  ];
}

const FieldsByKey = StoredCustomFields.pipe(
  z.record(
    z
      .string()
      .min(1, { error: 'Expected a key that is not empty' })
      .max(100, { error: 'Expected keys of at most 100 characters' }),
    JsonValue,
  ),
);

/** Custom fields that are merged into those of a contact by key; null drops a key. The limits are those of what results. */
export const CustomFieldsPatch = FieldsByKey.meta({
  shown: {
    type: 'object',
    propertyNames: { minLength: 1, maxLength: 100 },
    additionalProperties: true,
    description: `Free JSON by key, merged; null drops a key. What results has at most ${maxCustomFields.keys} keys, 64 KiB as JSON, 8 levels`,
  },
});

/** Free JSON by key: at most 100 keys of 100 characters, 64 KiB as JSON, 8 levels deep. */
export const CustomFields = FieldsByKey.superRefine((fields, context) => {
  for (const message of faultsOfCustomFields(fields)) context.addIssue({ code: 'custom', message });
}).meta({
  shown: {
    type: 'object',
    maxProperties: maxCustomFields.keys,
    propertyNames: { minLength: 1, maxLength: 100 },
    additionalProperties: true,
    description: 'Free JSON by key: at most 64 KiB as JSON, 8 levels deep',
  },
});
export type CustomFields = z.output<typeof CustomFields>;

/** `page` and `limit` of a list (reference, "List Contacts"). */
export const PageQuery = z.strictObject({
  page: wholeNumber(1, Number.MAX_SAFE_INTEGER).default(1),
  limit: wholeNumber(1, 100).default(20),
});

/** A whole number in a query string, between `min` and `max`. */
export function wholeNumber(min: number, max: number) {
  const range = `Expected a whole number from ${min} to ${max}`;
  const error = max === Number.MAX_SAFE_INTEGER ? `Expected a whole number of at least ${min}` : range;
  return z
    .string({ error })
    .regex(/^\d+$/, { error })
    .transform(Number)
    .refine((value) => value <= max, { error: range })
    .refine((value) => value >= min, { error })
    .meta({
      shown: {
        type: 'integer',
        minimum: min,
        ...(max === Number.MAX_SAFE_INTEGER ? {} : { maximum: max }),
      },
    });
}

/** A flag in a query string. */
export const flag = z
  .enum(['true', 'false', '1', '0', ''], { error: 'Expected true or false' })
  .transform((text) => text !== 'false' && text !== '0');
