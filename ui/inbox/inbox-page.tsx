import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { LoadFailure } from '../shell/loading/load-failure.js';
import type { Info } from '../shell/workspace/info.js';
import type { PageProps } from '../shell/page.js';
import { ResizeHandle } from '../shell/panes/resize-handle.js';
import type { Loaded } from '../shell/loading/use-loaded.js';
import { useLoaded } from '../shell/loading/use-loaded.js';
import { usePaneWidth } from '../shell/panes/use-pane-width.js';
import { onListKey } from './keys.js';
import { ListHead } from './list/list-head.js';
import { failureWord, MailList } from './list/mail-list.js';
import { useSearchText } from './list/use-search-text.js';
import type { SearchText } from './list/use-search-text.js';
import type { OpenMessageProps } from './message/open-message.js';
import { useAnnouncement } from './use-announcement.js';
import { useInbox } from './use-inbox.js';
import type { Inbox } from './use-inbox.js';
import { Waiting } from './waiting.js';
import { Unopened } from './welcome/unopened.js';
import './styles/index.css';

const listWidths = { min: 280, usual: 380, max: 640 };

/** Fetched where there is no mail. */
const loadWelcome = async () => (await import('./welcome/welcome.js')).Welcome;
/** Fetched when it is first asked. */
const loadConfirm = async () => (await import('./confirm-remove-all.js')).ConfirmRemoveAll;
/** Fetched beside the first message that is opened. */
const loadMessage = async () => (await import('./message/open-message.js')).OpenMessage;

export function InboxPage(props: PageProps) {
  const { info, clip } = props;
  const inbox = useInbox(props);
  const { state, route, rows } = inbox;
  const counts = countsOf(info);
  const search = useSearchText(route.q, inbox.navigate);
  const message = useLoaded(route.id === null ? null : loadMessage);
  const announcement = useAnnouncement(state.arrivals);
  const [isAsking, setAsking] = useState(false);
  const { value: ConfirmRemoveAll } = useLoaded(isAsking ? loadConfirm : null, 'The question before it', () =>
    setAsking(false),
  );
  const { phase, q } = state.list;
  const isSearching = q !== '' || search.text !== '';
  const isEmpty = phase === 'ready' && rows.length === 0 && !isSearching && counts.total === 0;
  const isWelcome = isEmpty && route.id === null && info !== null;
  const { value: Welcome } = useLoaded(isWelcome ? loadWelcome : null);
  return (
    <>
      {isWelcome ? (
        <main class="page-body">{Welcome && <Welcome info={info} clip={clip} />}</main>
      ) : (
        <Panes {...props} {...{ inbox, search, message }} onRemoveAll={() => setAsking(true)} />
      )}
      <p class="hidden" role="log" aria-live="polite">
        {announcement}
      </p>
      {ConfirmRemoveAll && (
        <ConfirmRemoveAll
          total={counts.total}
          list={state.list}
          api={inbox.api}
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            inbox.removeAll();
          }}
        />
      )}
    </>
  );
}

const countsOf = (info: Info | null) => ({
  total: info?.workspace.counts.messages ?? 0,
  unread: info?.workspace.counts.unread ?? 0,
});

interface PanesProps extends PageProps {
  inbox: Inbox;
  search: SearchText;
  message: Loaded<ComponentType<OpenMessageProps>>;
  onRemoveAll(): void;
}

function Panes(props: PanesProps) {
  const { inbox, search } = props;
  const { state, route, rows } = inbox;
  const { list } = state;
  const pane = usePaneWidth('list-width', listWidths);
  return (
    <main
      class={`inbox ${route.id === null ? 'at-list' : 'at-message'}`}
      style={{ '--list-width': `${pane.width}px` }}
    >
      <section class="list-pane" aria-label="Inbox">
        <ListHead
          {...countsOf(props.info)}
          text={search.text}
          notices={props.notices}
          campaigns={state.campaigns}
          matches={list.q === '' || list.phase === 'failed' ? null : list.total}
          isExact={list.isExact}
          isFailed={list.phase === 'failed'}
          picked={inbox.picks.picked.size}
          onMarkAllRead={inbox.markAllRead}
          onMarkPicked={inbox.markPicked}
          onRemovePicked={inbox.removePicked}
          onUnpick={inbox.picks.clear}
          issue={list.phase === 'failed' && rows.length > 0 ? `${failureWord(list)}: ${list.issue}` : null}
          onInput={search.type}
          onFilter={search.search}
          onRemoveAll={props.onRemoveAll}
        />
        <MailList
          {...{
            state: list,
            list: inbox.list,
            cursor: inbox.cursor,
            goal: inbox.goal,
            now: props.now,
            openId: route.id,
          }}
          campaigns={state.campaigns}
          picked={inbox.picks.picked}
          arrivals={state.arrivals}
          onClick={inbox.clickRow}
          onCampaign={inbox.searchFor}
          onKeyDown={(event) => onListKey(event, inbox.commands)}
          show={inbox.showRows}
          onClear={() => search.search('')}
          retry={() => inbox.dispatch({ type: 'list_wanted' })}
        />
        <ResizeHandle label="Width of the list" pane={pane} />
      </section>
      <section class="message-pane">
        <MessageSide {...props} />
      </section>
    </main>
  );
}

function MessageSide({ message: { value: OpenMessage, isFailed }, ...props }: PanesProps) {
  const { id } = props.inbox.route;
  if (id === null) return <Unopened info={props.info} clip={props.clip} />;
  if (OpenMessage) return <OpenMessage {...props} id={id} />;
  return isFailed ? <LoadFailure what="The message" /> : <Waiting />;
}
