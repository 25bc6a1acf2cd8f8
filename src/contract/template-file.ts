const prefix = 'file:';

/** The path that stands in place of a template in a data set, relative to its file; null where the template itself stands there. */
export const templateFile = (part: unknown): string | null =>
  typeof part === 'string' && part.startsWith(prefix) ? part.slice(prefix.length) : null;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A data set, as JSON that is not checked yet, with the templates that stand in files beside it (`"html": "file:shop/sale.html"`).
 * `read` is told the path of each and its field, such as `campaigns[0].content.html`.
 */
export async function withTemplateFiles(
  value: unknown,
  read: (path: string, field: string) => string | Promise<string>,
): Promise<unknown> {
  if (!isObject(value) || !Array.isArray(value['campaigns'])) return value;
  const campaigns: unknown[] = [];
  for (const [at, campaign] of (value['campaigns'] as unknown[]).entries()) {
    if (!isObject(campaign) || !isObject(campaign['content'])) {
      campaigns.push(campaign);
      continue;
    }
    const content = { ...campaign['content'] };
    for (const [name, part] of Object.entries(content)) {
      const path = templateFile(part);
      if (path !== null) content[name] = await read(path, `campaigns[${at}].content.${name}`);
    }
    campaigns.push({ ...campaign, content });
  }
  return { ...value, campaigns };
}
