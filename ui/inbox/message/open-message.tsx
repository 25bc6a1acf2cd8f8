import { useCallback, useMemo } from 'preact/hooks';
import type { PageProps } from '../../shell/page.js';
import { useFetched } from '../../shell/use-fetched.js';
import { oddity } from '../../words/time-words.js';
import type { Api } from '../api.js';
import type { Tab } from '../route.js';
import type { Inbox } from '../use-inbox.js';
import { MessagePane } from './message-pane.js';
import { opening } from './open-state.js';
import type { OpenState } from './open-state.js';
import { useViewer } from './use-viewer.js';

export interface OpenMessageProps extends PageProps {
  id: string;
  inbox: Inbox;
}

/** The message that the address names, with what its tab needs. */
export function OpenMessage({ id, inbox, clip, clock, now, show }: OpenMessageProps) {
  const { api, addresses, state, route, rows, navigate, commands } = inbox;
  const open = state.open?.id === id ? state.open : opening(id);
  const summary = useMemo(() => rows.find((row) => row.id === id) ?? null, [rows, id]);
  const best: Tab = open.message && open.message.html === null ? 'text' : 'html';
  const tab = route.tab ?? best;
  const viewer = useViewer(id);
  const parts = useTabParts(api, open, tab);
  const onStray = useCallback(
    () => show('Links do not open inside the preview: follow them from the Links tab'),
    [show],
  );
  const mail = open.message ?? summary;
  return (
    <MessagePane
      {...{ open, summary, tab, viewer, clip, now, addresses, onStray, ...parts }}
      campaign={(mail?.campaign_id && state.campaigns[mail.campaign_id]) ?? null}
      odd={oddity(clock, now)}
      onTab={(next) => navigate({ tab: next }, 'replace')}
      onBack={commands.back}
      onSimulate={inbox.simulate}
      onToggleUnread={commands.toggleUnread}
      onRemove={commands.remove}
    />
  );
}

/** What single tabs need beyond the message, fetched when they are shown. */
function useTabParts(api: Api, { id, wanted, message }: OpenState, tab: Tab) {
  // Stands for the content: when it grows, the raw mail has changed too.
  const version = `${wanted} ${message?.size ?? 0}`;
  const loadRaw = useMemo(
    () => (tab === 'raw' ? (signal: AbortSignal) => api.raw(id, signal) : null),
    [api, id, tab, version],
  );
  const loadTranscript = useMemo(
    () => (tab === 'smtp' ? (signal: AbortSignal) => api.transcript(id, signal) : null),
    [api, id, tab, version],
  );
  return { raw: useFetched(loadRaw), transcript: useFetched(loadTranscript) };
}
