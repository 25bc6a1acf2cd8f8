import { useCallback, useMemo } from 'preact/hooks';
import type { PageProps } from '../../shell/page.js';
import { oddity } from '../../words/time-words.js';
import type { Tab } from '../route.js';
import type { Inbox } from '../use-inbox.js';
import { isNarrow } from '../use-commands.js';
import { MessagePane } from './message-pane.js';
import { opening } from './open-state.js';
import { useViewer } from './use-viewer.js';
import './styles/index.css';

export interface OpenMessageProps extends PageProps {
  id: string;
  inbox: Inbox;
}

/** The message that the address names. */
export function OpenMessage({ id, inbox, clip, clock, now, show }: OpenMessageProps) {
  const { api, addresses, state, route, rows, navigate, commands } = inbox;
  const open = state.open?.id === id ? state.open : opening(id);
  const summary = useMemo(() => rows.find((row) => row.id === id) ?? null, [rows, id]);
  const best: Tab = open.message && open.message.html === null ? 'text' : 'html';
  const tab = route.tab ?? best;
  const viewer = useViewer(id);
  const onStray = useCallback(
    () => show('Links do not open inside the preview: follow them from the Links tab'),
    [show],
  );
  const mail = open.message ?? summary;
  return (
    <MessagePane
      {...{ open, summary, tab, viewer, clip, now, api, addresses, onStray }}
      campaign={(mail?.campaign_id && state.campaigns[mail.campaign_id]) ?? null}
      onCampaign={(q) => navigate({ q, ...(isNarrow() ? { id: null, tab: null } : {}) }, 'push')}
      odd={oddity(clock, now)}
      onTab={(next) => navigate({ tab: next }, 'replace')}
      onBack={commands.back}
      onSimulate={inbox.simulate}
      onToggleUnread={commands.toggleUnread}
      onRemove={commands.remove}
    />
  );
}
