import type { Fault, HttpFault } from '../../contract/fault.js';
import { compilePath } from '../../contract/web/path-pattern.js';
import { smtpWarnings } from '../../core/traffic/faults.js';
import { apiPrefix, apiTable, documentedTable } from '../api/table.js';

/** How others write a part of a path that stands for any: `:id`, `<id>`, `[id]`, `$id`, `contact_{id}`, `%7Bid%7D`. */
const otherPlaceholder = /^[:$]\w|<[^>]*>|\[[^\]]*\]|[{}]|%7b/i;

/** Why a rule for calls meets no route; empty where it meets one. */
function httpWarnings({ match: { method, path } }: HttpFault, strict: boolean): string[] {
  const placeholder = path.split('/').find((part) => otherPlaceholder.test(part) && !/^\{\w+\}$/.test(part));
  if (placeholder !== undefined)
    return [
      `${placeholder} is taken as it stands, so this rule applies to no known call: write * for one segment, or {name}`,
    ];
  const { meets } = compilePath(path);
  const { routes } = strict ? documentedTable : apiTable;
  const onPath = routes.filter((route) => meets(`${apiPrefix}${route.path}`));
  const wanted = method === 'HEAD' ? 'GET' : method;
  // Browsers ask with OPTIONS before they call any path that there is.
  const isMet = onPath.some((route) => ['*', 'OPTIONS', route.method].includes(wanted));
  if (isMet) return [];
  const asked = `No route is met by ${method} ${path}`;
  if (onPath.length === 0)
    return [
      `${asked}, so this rule applies to unknown paths alone: * is one segment, ** any number of segments`,
    ];
  const methods = [...new Set(onPath.map((route) => route.method))];
  return [`${asked}, so this rule applies to no known call: this path has ${methods.join(', ')}`];
}

/** Why a rule can never apply to a call or session that would succeed without it; `strict` has fewer routes. */
export const faultWarnings = (fault: Fault, strict = false): string[] =>
  'smtp' in fault ? smtpWarnings(fault) : httpWarnings(fault, strict);
