import type { JsonSchema } from '../openapi/schemas.js';
import type { OpenApi, Operation, Parameter } from '../openapi/document.js';
import { escapeHtml } from '../../core/html/escape.js';

/** A path, or a dotted name, that may break after its marks and nowhere else: a parameter in braces stays whole. */
export const breakable = (text: string): string =>
  escapeHtml(text).replace(/[/.](?=.)|_(?=.)(?![^{}]*\})/g, '$&<wbr>');

export const json = (value: unknown): string =>
  `<pre tabindex="0">${escapeHtml(JSON.stringify(value, null, 2))}</pre>`;

const asSchema = (value: unknown): JsonSchema | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : null;

const asSchemas = (value: unknown): JsonSchema[] =>
  Array.isArray(value) ? value.map(asSchema).filter((schema) => schema !== null) : [];

/** A schema with its references followed. */
function resolved(document: OpenApi, schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.replace('#/components/schemas/', '');
  return name === undefined ? schema : (document.components.schemas[name] ?? {});
}

const scalar = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const limits: readonly (readonly [string, (value: string) => string])[] = [
  ['minimum', (value) => `at least ${value}`],
  ['maximum', (value) => `at most ${value}`],
  ['minLength', (value) => `at least ${value} characters`],
  ['maxLength', (value) => `at most ${value} characters`],
  ['minItems', (value) => `at least ${value} items`],
  ['maxItems', (value) => `at most ${value} items`],
  ['maxProperties', (value) => `at most ${value} keys`],
  ['default', (value) => `default ${value}`],
];

/** A schema in a few words: `string or null, at most 200 characters`. */
function wordsOf(document: OpenApi, given: JsonSchema, depth = 0): string {
  const schema = resolved(document, given);
  const bounds = limits.flatMap(([key, phrase]) => (key in schema ? [phrase(scalar(schema[key]))] : []));
  return [kindOf(document, schema, depth), ...bounds].join(', ');
}

/** What a schema may be one of. Beside a type they only narrow it, and are not shown. */
const alternativesOf = (schema: JsonSchema): JsonSchema[] =>
  'type' in schema ? [] : [...asSchemas(schema['anyOf']), ...asSchemas(schema['oneOf'])];

function kindOf(document: OpenApi, schema: JsonSchema, depth: number): string {
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 0 && depth < 3) {
    return [...new Set(alternatives.map((inner) => wordsOf(document, inner, depth + 1)))].join(' or ');
  }
  if (Array.isArray(schema['enum'])) return schema['enum'].map(scalar).join(', ');
  if ('const' in schema) return scalar(schema['const']);
  const items = asSchema(schema['items']);
  if (schema['type'] === 'array' && items && depth < 3) {
    return `list of ${wordsOf(document, items, depth + 1).replace(/^(.*,.*)$/, '($1)')}`;
  }
  const format = schema['format'];
  const { type: given = 'any JSON' } = schema;
  const type = Array.isArray(given) ? given.map(scalar).join(' or ') : scalar(given);
  return typeof format === 'string' ? `${type} (${format})` : type;
}

const rowOf = (name: string, words: string, more: { required: boolean; note?: unknown }): string =>
  `<tr><td>${breakable(name)}${more.required ? ' <small>required</small>' : ''}</td><td>${escapeHtml(words)}${
    typeof more.note === 'string' ? `<br><small>${escapeHtml(more.note)}</small>` : ''
  }</td></tr>`;

const table = (rows: readonly string[]): string => `<table><tbody>${rows.join('')}</tbody></table>`;

export const parameterTable = (document: OpenApi, parameters: readonly Parameter[]): string =>
  table(
    parameters.map(({ name, schema, required, description }) =>
      rowOf(name, wordsOf(document, schema), { required, note: description }),
    ),
  );

/** The fields of a body, nested ones as dotted paths; those of alternatives together. */
function fieldRows(document: OpenApi, given: JsonSchema, prefix: string, depth = 0): string[] {
  const schema = resolved(document, given);
  const alternatives = alternativesOf(schema);
  const inner = alternatives.flatMap((each) => fieldRows(document, each, prefix, depth));
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const own = Object.entries(asSchema(schema['properties']) ?? {}).flatMap(([name, value]) => {
    const field = asSchema(value) ?? {};
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const note = resolved(document, field)['description'];
    const row = rowOf(path, wordsOf(document, field), { required: required.includes(name), note });
    return [row, ...(depth < 3 ? fieldRows(document, field, path, depth + 1) : [])];
  });
  return [...new Set([...own, ...inner])];
}

export const bodyTable = (document: OpenApi, schema: JsonSchema): string =>
  table(fieldRows(document, schema, ''));

export const successOf = ({ responses }: Operation): { status: string; example: unknown } => {
  const status = Object.keys(responses).find((each) => each.startsWith('2')) ?? '200';
  const answer = responses[status] as { content?: Record<string, { example?: unknown }> };
  return { status, example: answer.content?.['application/json']?.example };
};
