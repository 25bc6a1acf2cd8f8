const prefix = 'file:';

/** The path that stands in place of a template in a data set, relative to its file; null where the template itself stands there. */
export const templateFile = (part: unknown): string | null =>
  typeof part === 'string' && part.startsWith(prefix) ? part.slice(prefix.length) : null;
