import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What axe-core finds wrong in the open page of the UI as it is now, by these rules or all. Frames with mail are no part of
 * it. Its code stays in the document, so that it is read once.
 */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const options = { iframes: false, ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}) };
  const run = `axe.run({ exclude: ['iframe'] }, ${JSON.stringify(options)})`;
  const { violations, passes } = await page.evaluate<AxeResults>(run);
  if (passes.length === 0) throw new Error('axe-core looked at nothing');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Where a page shows a list or what was opened, and a wide screen both. */
const otherWidth = { narrow: 390, wide: 1280 };

/**
 * What it finds in the light, in the light on a phone (or on a wide screen where this is one), and, of colours, in the dark; the
 * page is left in the dark.
 */
export async function axeInBothThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const light = await axeFindings(page);
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ ...size, width: size.width < 900 ? otherWidth.wide : otherWidth.narrow });
  for (const finding of await axeFindings(page)) light.push(`at another width: ${finding}`);
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...light, ...(await axeFindings(page, ['color-contrast']))];
}
