import { useCallback, useMemo } from 'preact/hooks';
import type { Addresses, Api } from './api.js';
import { onListKey } from './use-keyboard.js';
import { useFetched } from '../shell/use-fetched.js';
import type { useInbox } from './use-inbox.js';
import type { Info } from '../shell/info.js';
import { usePaneWidth } from '../shell/use-pane-width.js';
import type { Navigate } from '../shell/use-route.js';
import { useSearchText } from './list/use-search-text.js';
import type { ShowToast } from '../shell/use-toast.js';
import { useViewer } from './message/use-viewer.js';
import type { Clip } from '../shell/use-copy.js';
import { opening } from './message/open-state.js';
import { ListHead } from './list/list-head.js';
import { MailList } from './list/mail-list.js';
import { MessagePane } from './message/message-pane.js';
import { ResizeHandle } from '../shell/resize-handle.js';
import { Unopened, Welcome } from './welcome.js';
import type { Route, Tab } from './route.js';
import type { Dispatch, State } from './state.js';
import { oddity } from '../words/time-words.js';
import type { HeldClock } from '../words/time-words.js';

export interface InboxPageProps {
  api: Api;
  addresses: Addresses;
  state: State;
  info: Info | null;
  clock: HeldClock | null;
  dispatch: Dispatch;
  route: Route;
  navigate: Navigate;
  inbox: ReturnType<typeof useInbox>;
  clip: Clip;
  now: number;
  unread: number;
  total: number;
  show: ShowToast;
  loadMore(): void;
  onRemoveAll(): void;
}

export function InboxPage(props: InboxPageProps) {
  const { state, info, route, navigate, inbox, clip, now } = props;
  const { list } = state;
  const pane = usePaneWidth();
  const { text, type, search } = useSearchText(route.q, navigate);
  const isEmpty =
    list.phase === 'ready' && inbox.rows.length === 0 && list.q === '' && text === '' && props.total === 0;
  if (isEmpty && route.id === null && info) {
    return (
      <main class="page-body">
        <Welcome info={info} clip={clip} />
      </main>
    );
  }
  return (
    <main
      class={`inbox ${route.id === null ? 'at-list' : 'at-message'}`}
      style={{ '--list-width': `${pane.width}px` }}
    >
      <section class="list-pane" aria-label="Inbox">
        <ListHead
          text={text}
          q={route.q}
          matches={list.q === '' || list.phase === 'failed' ? null : list.total}
          issue={list.phase === 'failed' && inbox.rows.length > 0 ? list.issue : null}
          total={props.total}
          unread={props.unread}
          onInput={type}
          onFilter={search}
          onRemoveAll={props.onRemoveAll}
        />
        <MailList
          list={list}
          rows={inbox.rows}
          ids={inbox.ids}
          campaigns={state.campaigns}
          openId={route.id}
          cursor={inbox.cursor}
          now={now}
          onOpen={inbox.openRow}
          onKeyDown={(event) => onListKey(event, inbox.commands)}
          loadMore={props.loadMore}
          retry={() => props.dispatch({ type: 'list_wanted' })}
        />
        <ResizeHandle {...pane} />
      </section>
      <section class="message-pane">
        {route.id === null ? <Unopened info={info} clip={clip} /> : <OpenMessage {...props} id={route.id} />}
      </section>
    </main>
  );
}

function OpenMessage({
  id,
  api,
  addresses,
  state,
  clock,
  route,
  navigate,
  inbox,
  clip,
  now,
  show,
}: InboxPageProps & { id: string }) {
  const open = state.open?.id === id ? state.open : opening(id);
  const summary = useMemo(() => inbox.rows.find((row) => row.id === id) ?? null, [inbox.rows, id]);
  const best: Tab = open.message && open.message.html === null ? 'text' : 'html';
  const tab = route.tab ?? best;
  const viewer = useViewer(id);
  const version = `${open.wanted} ${open.message?.size ?? 0}`;
  const loadRaw = useMemo(
    () => (tab === 'raw' ? (signal: AbortSignal) => api.raw(id, signal) : null),
    // The version stands for the content: when it grows, the raw mail has changed too.
    [api, id, tab, version],
  );
  const loadTranscript = useMemo(
    () => (tab === 'smtp' ? (signal: AbortSignal) => api.transcript(id, signal) : null),
    [api, id, tab, version],
  );
  const onStray = useCallback(
    () => show('Links do not open inside the preview: follow them from the Links tab'),
    [show],
  );
  const mail = open.message ?? summary;
  return (
    <MessagePane
      {...{ open, summary, tab, viewer, clip, now, addresses, onStray }}
      raw={useFetched(loadRaw)}
      transcript={useFetched(loadTranscript)}
      campaign={(mail?.campaign_id && state.campaigns[mail.campaign_id]) ?? null}
      odd={oddity(clock, now)}
      onTab={(next) => navigate({ tab: next }, 'replace')}
      onBack={inbox.commands.back}
      onSimulate={inbox.simulate}
      onToggleUnread={inbox.commands.toggleUnread}
      onRemove={inbox.commands.remove}
    />
  );
}
