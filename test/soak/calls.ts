import fc from 'fast-check';
import type { JsonSchema } from '../../src/http/openapi/schemas.js';
import { brief, mutated, oddTexts, valid } from './inputs.js';
import type { Components } from './inputs.js';

/** A route as a document describes it. */
export interface DescribedRoute {
  kind: 'api' | 'control';
  method: string;
  /** With its parameters in braces. */
  path: string;
  parameters: readonly { name: string; in: string; schema: JsonSchema }[];
  body: JsonSchema | null;
  components: Components;
}

/** A call as it goes out. A `{name}` left in the path is an id: `pick` chooses among those that there are. */
export interface GeneratedCall {
  /** `sound` by its schemas, or with something odd in it. */
  kind: 'sound' | 'odd';
  pick: number;
  /** In place of an id that there is; percent-encoded. */
  oddId: string | null;
  query: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
}

const json = { 'Content-Type': 'application/json' };

const isBrief = (name: string, value: unknown) =>
  name !== 'timeout' || !(Number(value) > 50 && Number(value) <= 60_000);

const encode = (value: unknown): string => {
  const plain = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return encodeURIComponent(plain.toWellFormed()).slice(0, 6000);
};
const queryOf = (pairs: readonly (readonly [string, unknown])[]): string =>
  pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`;

/** A query with at most two parameters, and a wait that is short. */
function soundQuery(route: DescribedRoute): fc.Arbitrary<[string, unknown][]> {
  const inQuery = route.parameters.filter((each) => each.in === 'query');
  const pairOf = ({ name, schema }: (typeof inQuery)[number]) =>
    (name === 'timeout' ? brief : valid(schema, route.components)).map((value): [string, unknown] => [
      name,
      value,
    ]);
  const waits = inQuery.filter(({ name }) => name === 'timeout').map(pairOf);
  return fc
    .subarray(
      inQuery.filter(({ name }) => name !== 'timeout'),
      { maxLength: Math.min(2, inQuery.length - waits.length) },
    )
    .chain((chosen) => fc.tuple(...[...chosen.map(pairOf), ...waits]));
}

/** A query with an odd value, an unknown name, a name twice, or broken percent-encoding. */
function oddQuery(route: DescribedRoute): fc.Arbitrary<string> {
  const names = route.parameters.filter((each) => each.in === 'query').map(({ name }) => name);
  return fc
    .tuple(
      soundQuery(route),
      fc.constantFrom(...names, 'unknown', 'constructor', '__proto__', 'page[]'),
      fc.constantFrom(...oddTexts),
      fc.constantFrom('value', 'value', 'twice', 'broken'),
    )
    .map(([pairs, name, odd, how]) => {
      if (how === 'broken') return `?${name}=%E0%A4%A&%`;
      const others = pairs.filter(([each]) => how === 'twice' || each !== name);
      return queryOf([
        ...others,
        ...(how === 'twice' ? [[name, 1] as const] : []),
        [name, isBrief(name, odd) ? odd : 5],
      ]);
    });
}

/** Texts of JSON that are none, or odd ones. */
const oddBodies: readonly string[] = [
  ...[
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '12',
    'tru',
    '{"a":1,"a":2}',
    '{"email":"a@b.test"}garbage',
    '\ufeff{}',
    '\0',
    'NaN',
  ],
  ...[
    '{"__proto__":{"polluted":1}}',
    '{"email":"\\ud800@b.test"}',
    `${'['.repeat(5000)}`,
    '{"a":1e999}',
    "{'a':1}",
  ],
  ...[
    `{"a":${'9'.repeat(400)}}`,
    `{"a":"${'x'.repeat(100_000)}"}`,
    '<html></html>',
    'email=a@b.test',
    '{"a":\n1,}',
  ],
];

const oddHeaders: readonly Readonly<Record<string, string>>[] = [
  { 'Content-Type': 'text/plain' },
  { 'Content-Type': '' },
  { 'Content-Type': 'application/json; charset=utf-16' },
  { 'Content-Type': 'application/vnd.api+json;charset="UTF-8"' },
  { 'Content-Type': 'multipart/form-data; boundary=x' },
  { ...json, 'Content-Encoding': 'gzip' },
  { ...json, 'Content-Encoding': 'constructor' },
  { ...json, Accept: 'text/html' },
  { ...json, Authorization: 'Bearer' },
  { ...json, Authorization: 'Basic Og==' },
  { ...json, Authorization: `Bearer ${'x'.repeat(5000)}` },
  { ...json, 'X-Emulator-Workspace': 'constructor' },
  { ...json, 'X-Emulator-Workspace': '../default' },
  { ...json, Expect: '100-continue' },
  { ...json, 'X-HTTP-Method-Override': 'DELETE' },
  { ...json, Cookie: 'a='.repeat(1000) },
];

const oddIds = fc.oneof(
  fc.constantFrom('%', '%E0%A4%A', '%00', '%2F', '..', '%2e%2e', 'contact_', '__proto__', 'constructor', '1'),
  fc.constantFrom(...oddTexts.filter((each) => each !== '')).map(encode),
);

/** A sample may wait for what it asks for. */
const longestWait = 2000;
const briefBody = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !('timeout' in value)) return value;
  return typeof value.timeout === 'number' && value.timeout <= longestWait ? value : { ...value, timeout: 5 };
};
/** JSON as it goes out; half of a surrogate pair stays an escape. */
const jsonText = (value: unknown): string => JSON.stringify(briefBody(value)) ?? '';

function bodies(route: DescribedRoute, samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const described = valid(route.body ?? {}, route.components);
  return samples.length === 0 ? described : fc.oneof(described, fc.constantFrom(...samples));
}

function soundCalls(route: DescribedRoute, samples: readonly unknown[]): fc.Arbitrary<GeneratedCall> {
  const body = route.body ? bodies(route, samples).map(jsonText) : fc.constant(null);
  return fc.tuple(fc.nat(), soundQuery(route), body).map(([pick, query, text]) => ({
    kind: 'sound',
    pick,
    oddId: null,
    query: queryOf(query),
    headers: text === null ? {} : json,
    body: text,
  }));
}

function oddCalls(route: DescribedRoute, samples: readonly unknown[]): fc.Arbitrary<GeneratedCall> {
  const sound = soundCalls(route, samples);
  const odd = mutated(bodies(route, samples)).map(jsonText);
  const change: fc.Arbitrary<Partial<GeneratedCall>> = fc.oneof(
    ...(route.body ? [{ weight: 6, arbitrary: odd.map((body) => ({ body })) }] : []),
    { weight: 3, arbitrary: oddQuery(route).map((query) => ({ query })) },
    { weight: 2, arbitrary: fc.constantFrom(...oddBodies).map((body) => ({ body, headers: json })) },
    { weight: 1, arbitrary: fc.constantFrom(...oddHeaders).map((headers) => ({ headers })) },
    ...(route.path.includes('{') ? [{ weight: 2, arbitrary: oddIds.map((oddId) => ({ oddId })) }] : []),
  );
  return fc.tuple(sound, change).map(([call, changed]) => ({ ...call, ...changed, kind: 'odd' }));
}

/** Calls of one route: half of them as its schemas want them, the others with something odd. */
export const callsOf = (
  route: DescribedRoute,
  samples: readonly unknown[] = [],
): fc.Arbitrary<GeneratedCall> =>
  fc.oneof(
    { weight: 1, arbitrary: soundCalls(route, samples) },
    { weight: 1, arbitrary: oddCalls(route, samples) },
  );
