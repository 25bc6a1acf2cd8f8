import fc from 'fast-check';
import type { JsonSchema } from '../../src/http/openapi/schemas.js';

/** The schemas of a document by name. */
export type Components = Readonly<Record<string, JsonSchema>>;

const text = (max: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.string({ maxLength: Math.min(max, 30) }) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: Math.min(max, 20) }) },
    { weight: 1, arbitrary: fc.constant('x'.repeat(Math.min(max, 5000))) },
  );

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,12}$/);

/** Texts of the formats that the documents have. Addresses and URLs lead nowhere but to this machine. */
const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  email: fc
    .tuple(word, fc.constantFrom('', '+open', '+bounce', '+click'), word)
    .map(([local, tag, domain]) => `${local}${tag}@${domain}.test`),
  uri: word.map((path) => `http://127.0.0.1:9/${path}`),
  'date-time': fc
    .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
    .map((date) => date.toISOString()),
};

function patterned(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    return text(30);
  }
}

function stringOf({ format, pattern, minLength = 0, maxLength = 60 }: JsonSchema): fc.Arbitrary<unknown> {
  const known = typeof format === 'string' ? formats[format] : undefined;
  if (known) return known;
  if (typeof pattern === 'string') return patterned(pattern);
  return text(Number(maxLength)).map((made) => made.padEnd(Number(minLength), 'x'));
}

function numberOf({ type, minimum, maximum, exclusiveMinimum }: JsonSchema): fc.Arbitrary<unknown> {
  const min = Number(minimum ?? exclusiveMinimum ?? -1e6);
  const max = Number(maximum ?? 1e9);
  const between = { min: Math.ceil(min), max: Math.floor(max) };
  if (type === 'integer') return fc.oneof(fc.integer(between), fc.constantFrom(between.min, between.max));
  return fc.oneof(fc.constantFrom(min, max), fc.double({ min, max, noNaN: true }), fc.integer(between));
}

/** A wait of a generated call is short: it is no wait that is tried here. */
export const brief = fc.integer({ min: 0, max: 50 });

function objectOf(schema: JsonSchema, components: Components): fc.Arbitrary<unknown> {
  const { properties, additionalProperties, required = [] } = schema;
  const fields = Object.entries((properties ?? {}) as Components).map(
    ([name, inner]) => [name, name === 'timeout' ? brief : valid(inner, components)] as const,
  );
  const known = fc.record(Object.fromEntries(fields), { requiredKeys: required as string[] });
  if (typeof additionalProperties !== 'object' || additionalProperties === null) return known;
  const more = fc.dictionary(word, valid(additionalProperties as JsonSchema, components), { maxKeys: 3 });
  return fc.tuple(known, more).map(([own, others]) => ({ ...others, ...own }));
}

/** An object schema with what one of its alternatives asks for besides. */
const narrowed = (schema: JsonSchema, { properties, required }: JsonSchema): JsonSchema => ({
  ...schema,
  required,
  properties: { ...(schema['properties'] as Components), ...(properties as Components) },
});

/** Values that a schema of a document takes. */
export function valid(schema: JsonSchema, components: Components): fc.Arbitrary<unknown> {
  const { $ref, enum: choices, anyOf, oneOf, type, items } = schema;
  if ($ref) return valid(components[$ref.split('/').at(-1) ?? ''] ?? {}, components);
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(choices)) return fc.constantFrom(...(choices as unknown[]));
  const either = (anyOf ?? oneOf) as JsonSchema[] | undefined;
  if (either && type === 'object')
    return fc.oneof(...either.map((inner) => objectOf(narrowed(schema, inner), components)));
  if (either) return fc.oneof(...either.map((inner) => valid(inner, components)));
  if (Array.isArray(type))
    return fc.oneof(...type.map((one: unknown) => valid({ ...schema, type: one }, components)));
  switch (type) {
    case 'string':
      return stringOf(schema);
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valid((items ?? {}) as JsonSchema, components), {
        minLength: Number(schema['minItems'] ?? 0),
        maxLength: 4,
      });
    case 'object':
      return objectOf(schema, components);
    default:
      return fc.jsonValue({ maxDepth: 3 });
  }
}

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

/** Texts that programs stumble over. */
export const oddTexts: readonly string[] = [
  ...[
    '',
    ' ',
    '\0',
    'a\r\nX-Injected: y',
    '\r\n.\r\n',
    '\u202egnp.exe',
    '\ud800',
    'e\u0301',
    '\u00a0',
    '\ufeff',
  ],
  ...[
    '👩‍👩‍👧‍👦',
    'ﷺ',
    'İstanbul',
    'ß',
    '\u2028',
    '__proto__',
    'constructor',
    'toString',
    'NaN',
    'null',
    '1e3',
    '0x10',
  ],
  ...[
    '-0',
    '+1',
    '{{#each @root}}{{this}}{{/each}}',
    '{{',
    '${7*7}',
    '<script>alert(1)</script>',
    '../../etc/passwd',
  ],
  ...[
    '10000-01-01T00:00:00Z',
    '0000-00-00T00:00:00Z',
    '2024-02-30T00:00:00Z',
    '99999999999999999999',
    '*a*a*a*z',
  ],
  ...[
    '(a+)+$',
    '"',
    "'; DROP TABLE contacts;--",
    'x'.repeat(300),
    'é'.repeat(70_000),
    '%',
    '%00',
    '1h',
    '-5m',
  ],
];

const oddValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...oddTexts),
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -0,
    -1,
    0.1,
    1e308,
    2 ** 31,
    2 ** 53,
    2 ** 53 + 2,
    -(2 ** 63),
    1e21,
  ),
  fc.constantFrom<unknown>([], {}, [[]], [null], { constructor: 1 }, nested(40), nested(80)),
  fc.constant(Array.from({ length: 2000 }, (_, index) => `t${index}`)),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, each]) =>
    pathsOf(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, ...inner.slice(0, 200)];
}

/** The value with another one at a path; `undefined` takes the key out. */
function withAt(value: unknown, [first, ...rest]: Path, other: unknown): unknown {
  if (first === undefined) return other;
  if (Array.isArray(value))
    return value.map((each: unknown, at) => (at === first ? withAt(each, rest, other) : each));
  const made = { ...(value as Record<string, unknown>) };
  const changed = withAt(made[first], rest, other);
  if (changed === undefined) delete made[first];
  else made[first] = changed;
  return made;
}

/** A value with one thing in it that is another: of another type, missing, unknown, huge, odd. */
export const mutated = (base: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      base,
      fc.nat(),
      oddValues,
      fc.constantFrom('replace', 'replace', 'drop', 'add'),
      fc.constantFrom(...oddTexts),
    )
    .map(([value, pick, odd, how, name]) => {
      const paths = pathsOf(value);
      const at = paths[pick % paths.length] ?? [];
      if (how === 'drop') return at.length === 0 ? odd : withAt(value, at, undefined);
      if (how === 'replace') return withAt(value, at, odd);
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isObject && name !== '__proto__' ? { ...value, [name]: odd } : odd;
    });
