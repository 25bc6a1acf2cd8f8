import { yieldToEventLoop } from '../time/clock.js';
import type { MessageFilter } from './message-query.js';
import type { MessagePosition } from '../ports/ports.js';

const pageSize = 500;

/** As `list` of the inbox, as far as it is needed here. */
type ListIds<I> = (
  filter: MessageFilter,
  limit: number,
  after?: MessagePosition,
) => Promise<{ rows: readonly { id: I }[]; next: MessagePosition | null }>;

/** The ids of all mail that matches. They are gathered first: what is done to mail may change what matches. */
async function idsOf<I>(list: ListIds<I>, filter: MessageFilter): Promise<I[]> {
  const ids: I[] = [];
  let page = await list(filter, pageSize);
  for (;;) {
    ids.push(...page.rows.map(({ id }) => id));
    if (!page.next) return ids;
    page = await list(filter, pageSize, page.next);
  }
}

/** Does something to all mail that matches, a few hundred at a time, and answers the sum of what `act` answers. */
export async function inSlices<I>(
  list: ListIds<I>,
  filter: MessageFilter,
  act: (ids: readonly I[]) => Promise<number> | number,
): Promise<number> {
  const ids = await idsOf(list, filter);
  let sum = 0;
  for (let from = 0; from < ids.length; from += pageSize) {
    sum += await act(ids.slice(from, from + pageSize));
    await yieldToEventLoop();
  }
  return sum;
}
