import type { Link } from '../../contract/message.js';
import { withoutUtm } from '../tracking/utm.js';
import { formsInText } from './text-links.js';
import type { FoundLink } from './text-links.js';

/**
 * The links of a mail with where they lead in the end; `targetOf` knows the target of a tracked URL of ours. Where a target
 * is tracked, or has values for Google Analytics, the same one without is the text part's and no link of its own.
 */
export function linksByTarget(found: readonly FoundLink[], targetOf: (url: string) => string | null): Link[] {
  const links = found.map(({ url, text }) => {
    const target = targetOf(url);
    return { url: target ?? url, tracked_url: target === null ? null : url, text };
  });
  const known = new Set(
    links.flatMap(({ url, tracked_url }) => {
      const bare = withoutUtm(url);
      return [tracked_url === null ? [] : formsInText(url), bare === url ? [] : formsInText(bare)].flat();
    }),
  );
  return links.filter(({ url, tracked_url }) => tracked_url !== null || !known.has(url));
}
