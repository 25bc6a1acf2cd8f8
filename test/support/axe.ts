import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * What axe-core finds wrong in the open page of the UI as it is now, by these rules or all. Frames with mail are no part of
 * it, so the mode that looks at the document alone does, in half the time.
 */
export async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page }).include('main').exclude('iframe').setLegacyMode(true);
  const { violations, passes } = await (rules ? builder.withRules(rules) : builder).analyze();
  if (passes.length === 0) throw new Error('axe-core looked at nothing');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
