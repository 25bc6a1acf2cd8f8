import { useCallback, useLayoutEffect, useMemo } from 'preact/hooks';
import { keepFocus } from '../../shell/panes/keep-focus.js';
import { reasonOf } from '../../shell/workspace/control.js';
import type { PageProps } from '../../shell/page.js';
import { oddity } from '../../words/time-words.js';
import type { Tab } from '../route.js';
import type { Inbox } from '../use-inbox.js';
import { isNarrow } from '../use-commands.js';
import { MessagePane } from './message-pane.js';
import { opening } from './open-state.js';
import type { OpenState } from './open-state.js';
import { addressesOf, createMessageApi } from './message-api.js';
import { useChoices } from './use-choices.js';
import { useReading } from './use-reading.js';
import { useViewer } from './use-viewer.js';
import './styles/index.css';

export interface OpenMessageProps extends PageProps {
  id: string;
  inbox: Inbox;
}

/** The tab that the address names, or the one that shows most. */
function tabOf(named: Tab | null, { message }: OpenState): Tab {
  const isThere = named !== 'compare' || message === null || message.campaign_id !== null;
  if (named !== null && isThere) return named;
  return message && message.html === null ? 'text' : 'html';
}

/** The message that the address names. */
export function OpenMessage({ id, inbox, control, clip, clock, now, show, feed, info }: OpenMessageProps) {
  const { state, route, rows, navigate, commands, dispatch } = inbox;
  const api = useMemo(() => createMessageApi(inbox.api, control), [inbox.api, control]);
  const addresses = useMemo(() => addressesOf(control), [control]);
  const open = state.open?.id === id ? state.open : opening(id);
  const summary = useMemo(() => rows.find((row) => row.id === id) ?? null, [rows, id]);
  useReading(api, open.message, dispatch);
  useLayoutEffect(keepFocus, []);
  const tab = tabOf(route.tab, open);
  const viewer = useViewer(id);
  const choices = useChoices({ api, feed, id, isThere: open.message !== null });
  const onStray = useCallback(
    () => show('Links do not open inside the preview: follow them from the Links tab'),
    [show],
  );
  const mail = open.message ?? summary;
  return (
    <MessagePane
      {...{ open, summary, tab, viewer, clip, now, api, addresses, onStray, show, feed, info, choices }}
      campaign={(mail?.campaign_id && state.campaigns[mail.campaign_id]) ?? null}
      onCampaign={(q) => navigate({ q, ...(isNarrow() ? { id: null, tab: null } : {}) }, 'push')}
      odd={oddity(clock, now)}
      other={(route.other !== id && route.other) || null}
      onOther={(other) => navigate({ tab: 'compare', other }, 'replace')}
      onTab={(next) => navigate({ tab: next, other: null }, 'replace')}
      onBack={commands.back}
      onSimulate={(event) =>
        void api.simulate(id, event).catch((error: unknown) => show(reasonOf(error), 'bad'))
      }
      onToggleUnread={commands.toggleUnread}
      onRemove={commands.remove}
    />
  );
}
