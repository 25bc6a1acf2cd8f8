import type { Link } from '../../contract/message.js';
import type { FoundLink } from './text-links.js';

/** The links of a mail with where they lead in the end; `targetOf` knows the target of a tracked URL of ours. */
export function linksByTarget(found: readonly FoundLink[], targetOf: (url: string) => string | null): Link[] {
  return found.map(({ url, text }) => {
    const target = targetOf(url);
    return { url: target ?? url, tracked_url: target === null ? null : url, text };
  });
}
