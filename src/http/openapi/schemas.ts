import * as z from 'zod';

/** A JSON schema as it stands in the document. */
export interface JsonSchema {
  $ref?: string;
  [keyword: string]: unknown;
}

/** Turns schemas of ours into those of the document; those with an id land in `components`. */
export interface SchemaBook {
  components: Record<string, JsonSchema>;
  write(schema: z.ZodType, use: SchemaUse): JsonSchema;
}

/** What a caller writes into a query or a body, and what is answered. */
type SchemaUse = 'query' | 'body' | 'answer';

interface Written {
  zodSchema: z.core.$ZodType;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** No whole number of an answer is negative, be it a count, a status or a line. */
function showAnswer(written: Written) {
  show(written);
  const { jsonSchema } = written;
  if (jsonSchema.type === 'integer' && jsonSchema.minimum === Number.MIN_SAFE_INTEGER) jsonSchema.minimum = 0;
}

/** A check in code says of itself what the document shows. */
function show({ zodSchema, jsonSchema }: Written) {
  const shown = z.globalRegistry.get(zodSchema)?.['shown'];
  if (typeof shown === 'object' && shown !== null) {
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
    Object.assign(jsonSchema, shown);
  }
  if (!(zodSchema instanceof z.ZodDefault)) return;
  const { defaultValue } = zodSchema.def;
  // A caller writes words where the program has a boolean.
  jsonSchema.default = jsonSchema.type === 'string' ? String(defaultValue) : defaultValue;
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * Says defaults in words: client generators read a field with a `default` as one that is always there, so that callers
 * would have to give it.
 */
function defaultsInWords(value: Json, isNames = false): Json {
  if (Array.isArray(value)) return value.map((inner) => defaultsInWords(inner));
  if (typeof value !== 'object' || value === null) return value;
  const { default: usual, ...others } = value;
  const isKeyword = usual !== undefined && !isNames;
  const { description } = others;
  const words = `${typeof description === 'string' ? `${description} ` : ''}Default: ${JSON.stringify(usual)}`;
  const said = isKeyword ? { ...others, description: words } : value;
  const inner = Object.entries(said).map(([key, each]) => [
    key,
    key === 'example' ? each : defaultsInWords(each, key === 'properties' && !isNames),
  ]);
  return Object.fromEntries(inner) as Json;
}

/** Renames references and leaves out what is zod's own business. */
function rewritten(value: Json, rename: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((inner) => rewritten(inner, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'shown' && key !== '$schema')
      .map(([key, inner]) => {
        const name = key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', '') : null;
        return [key, name === null ? rewritten(inner, rename) : `#/components/schemas/${rename(name)}`];
      }),
  );
}

const referencesIn = (value: Json): string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner.replace('#/$defs/', '')] : referencesIn(inner),
  );
};

export function createSchemaBook(): SchemaBook {
  const components: Record<string, JsonSchema> = {};
  const sources = new Map<string, string>();

  function write(schema: z.ZodType, use: SchemaUse): JsonSchema {
    const io = use === 'answer' ? 'output' : 'input';
    // Wrapped, so that a schema with an id becomes a reference at the top too.
    const whole = z.toJSONSchema(z.object({ it: schema }), {
      io,
      unrepresentable: 'any',
      override: use === 'answer' ? showAnswer : show,
    });
    const plainJson = JSON.parse(JSON.stringify(whole)) as Json;
    const { properties, $defs } = (use === 'query' ? plainJson : defaultsInWords(plainJson)) as {
      properties: { it: Json };
      $defs?: Record<string, Json>;
    };
    const defs = $defs ?? {};
    const plain = (name: string): Json => {
      const { id: _id, ...rest } = defs[name] as Record<string, Json>;
      return rest;
    };
    // A schema that callers write otherwise than it is answered gets a name of its own.
    const rename = (name: string): string => {
      const source = JSON.stringify(plain(name));
      if (sources.get(name) === source || (!sources.has(name) && sources.set(name, source))) return name;
      return `${name}${io === 'input' ? 'Input' : 'Output'}`;
    };
    const add = (name: string) => {
      const target = rename(name);
      if (components[target]) return;
      components[target] = {};
      components[target] = rewritten(plain(name), rename) as JsonSchema;
      for (const inner of referencesIn(plain(name))) add(inner);
    };
    for (const name of referencesIn(properties.it)) add(name);
    return rewritten(properties.it, rename) as JsonSchema;
  }

  return { components, write };
}
