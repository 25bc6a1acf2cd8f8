import * as z from 'zod';

type Order = (value: unknown) => unknown;

/** The order of keys that a schema has, for all objects in it; null where there is none to keep. */
function orderOf(schema: z.core.$ZodType): Order | null {
  if (schema instanceof z.ZodObject) return orderOfObject(schema);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return orderOf(schema.def.innerType);
  if (schema instanceof z.ZodArray) {
    const order = orderOf(schema.def.element);
    return order && ((value) => (Array.isArray(value) ? value.map(order) : value));
  }
  if (schema instanceof z.ZodDiscriminatedUnion) return orderOfUnion(schema);
  return null;
}

function orderOfUnion(schema: z.ZodDiscriminatedUnion): Order {
  const options = schema.options.flatMap((option) => {
    const order = orderOf(option);
    return order ? [{ option, order }] : [];
  });
  // The state is small where a union stands (the facts of a workspace), so trying one after the other will do.
  return (value) => options.find(({ option }) => z.safeParse(option, value).success)?.order(value) ?? value;
}

function orderOfObject(schema: z.ZodObject): Order {
  const fields = Object.entries<z.core.$ZodType>(schema.shape).map(([key, field]) => ({
    key,
    order: orderOf(field),
  }));
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const row = value as Record<string, unknown>;
    const ordered: Record<string, unknown> = {};
    for (const { key, order } of fields) {
      const field = row[key];
      if (field !== undefined) ordered[key] = order && field !== null ? order(field) : field;
    }
    return ordered;
  };
}

/** JSON of a row with its keys in the order of its schema, however the row came to be. */
export function rowEncoder(schema: z.core.$ZodType): (row: unknown) => string {
  const order = orderOf(schema);
  return (row) => JSON.stringify(order ? order(row) : row);
}
