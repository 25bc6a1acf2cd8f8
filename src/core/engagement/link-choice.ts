import { hashFraction } from '../time/random.js';

/** The draw by which somebody follows a link of a mail: the same for each mail of a campaign of that name, at any time. */
export const linkDraw = (seed: number, campaignName: string, address: string): number =>
  hashFraction(seed, campaignName, address.toLowerCase(), 'link');

/**
 * The link that a reader follows, from a draw of 0 to 1. Undocumented: we chose that the n-th of a page is followed a
 * n-th as often as the first. A link that stands several times in a page is followed from each place.
 */
export function chooseLink(links: readonly string[], draw: number): string | undefined {
  const weights = links.map((_link, index) => 1 / (index + 1));
  let left = draw * weights.reduce((sum, weight) => sum + weight, 0);
  const chosen = weights.findIndex((weight) => (left -= weight) < 0);
  return links.at(chosen);
}
