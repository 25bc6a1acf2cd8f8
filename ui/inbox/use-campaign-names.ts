import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { CampaignSummary } from '../../src/contract/campaign-summary.js';
import type { CursorMeta } from '../../src/contract/envelope.js';
import type { MessageSummary } from '../../src/contract/message.js';
import type { Control } from '../shell/workspace/control.js';
import { campaignsIn } from './list/terms.js';
import type { Dispatch, State } from './state.js';

export interface NamedBy {
  /** The rows that are held. */
  rows: readonly MessageSummary[];
  state: State;
}

function campaignsOf(rows: readonly MessageSummary[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { campaign_id } of rows) if (campaign_id !== null) ids.add(campaign_id);
  return ids;
}

/** Names of campaigns that no frame has named since the page was loaded, as far as rows in sight or the search need them. */
export function useCampaignNames(control: Control, { rows, state }: NamedBy, dispatch: Dispatch): void {
  const { open, campaigns, list } = state;
  const asked = useRef(new Set<string>());
  const ofRows = useMemo(() => campaignsOf(rows), [rows]);
  const opened = open?.message?.campaign_id ?? null;
  const wanted = [...new Set([...ofRows, ...(opened === null ? [] : [opened]), ...campaignsIn(list.q)])]
    .filter((id) => campaigns[id] === undefined && !asked.current.has(id))
    .sort()
    .join(' ');
  useEffect(() => {
    if (wanted === '') return;
    const ids = wanted.split(' ');
    // Those that are gone are asked for once.
    for (const id of ids) asked.current.add(id);
    fetchNames(control, new Set(ids)).then(
      (names) => dispatch({ type: 'campaigns_named', names }),
      () => ids.forEach((id) => asked.current.delete(id)),
    );
  }, [control, wanted, dispatch]);
  // After a resync all names are unknown again.
  const isNamed = Object.keys(campaigns).length > 0;
  useEffect(() => {
    if (!isNamed) asked.current.clear();
  }, [isNamed]);
}

interface NamesPage {
  data: CampaignSummary[];
  meta: CursorMeta;
}

/** Goes through the campaigns, newest first, until all of these are found. */
async function fetchNames(control: Control, ids: Set<string>): Promise<Record<string, string>> {
  const names: Record<string, string> = {};
  const query = new URLSearchParams({ limit: '500' });
  for (;;) {
    const path = `/campaigns/summaries?${query}`;
    const { data, meta }: NamesPage = await control.page(path, AbortSignal.timeout(10_000));
    for (const { id, name } of data) {
      names[id] = name;
      ids.delete(id);
    }
    if (meta.next_cursor === null || ids.size === 0) return names;
    query.set('cursor', meta.next_cursor);
  }
}
