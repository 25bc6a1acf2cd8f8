import { useState } from 'preact/hooks';
import { Confirm } from '../shell/confirm.js';
import type { PageProps } from '../shell/page.js';
import { ResizeHandle } from '../shell/resize-handle.js';
import { usePaneWidth } from '../shell/use-pane-width.js';
import { onListKey } from './keys.js';
import { ListHead } from './list/list-head.js';
import { MailList } from './list/mail-list.js';
import { useSearchText } from './list/use-search-text.js';
import type { SearchText } from './list/use-search-text.js';
import { OpenMessage } from './message/open-message.js';
import { useAnnouncement } from './use-announcement.js';
import { useInbox } from './use-inbox.js';
import type { Inbox } from './use-inbox.js';
import { Unopened, Welcome } from './welcome.js';

const listWidths = { min: 280, usual: 380, max: 640 };

export function InboxPage(props: PageProps) {
  const { info, clip } = props;
  const inbox = useInbox(props);
  const { state, route, rows, counts } = inbox;
  const search = useSearchText(route.q, inbox.navigate);
  const announcement = useAnnouncement(state.arrivals);
  const [isAsking, setAsking] = useState(false);
  const { phase, q } = state.list;
  const isSearching = q !== '' || search.text !== '';
  const isEmpty = phase === 'ready' && rows.length === 0 && !isSearching && counts.total === 0;
  return (
    <>
      {isEmpty && route.id === null && info ? (
        <main class="page-body">
          <Welcome info={info} clip={clip} />
        </main>
      ) : (
        <Panes {...props} {...{ inbox, search }} onRemoveAll={() => setAsking(true)} />
      )}
      <p class="hidden" role="log" aria-live="polite">
        {announcement}
      </p>
      {isAsking && (
        <ConfirmRemoveAll
          total={counts.total}
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

interface PanesProps extends PageProps {
  inbox: Inbox;
  search: SearchText;
  onRemoveAll(): void;
}

function Panes(props: PanesProps) {
  const { inbox, search, info, clip } = props;
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
          {...inbox.counts}
          text={search.text}
          matches={list.q === '' || list.phase === 'failed' ? null : list.total}
          issue={list.phase === 'failed' && rows.length > 0 ? list.issue : null}
          onInput={search.type}
          onFilter={search.search}
          onRemoveAll={props.onRemoveAll}
        />
        <MailList
          {...{ list, rows, ids: inbox.ids, cursor: inbox.cursor, now: props.now, openId: route.id }}
          campaigns={state.campaigns}
          onOpen={inbox.openRow}
          onKeyDown={(event) => onListKey(event, inbox.commands)}
          loadMore={inbox.loadMore}
          retry={() => inbox.dispatch({ type: 'list_wanted' })}
        />
        <ResizeHandle label="Width of the list" pane={pane} />
      </section>
      <section class="message-pane">
        {route.id === null ? <Unopened info={info} clip={clip} /> : <OpenMessage {...props} id={route.id} />}
      </section>
    </main>
  );
}

interface ConfirmRemoveAllProps {
  total: number;
  onConfirm(): void;
  onCancel(): void;
}

const ConfirmRemoveAll = ({ total, ...answers }: ConfirmRemoveAllProps) => (
  <Confirm
    title={total === 1 ? 'Delete the message?' : `Delete all ${total.toLocaleString()} messages?`}
    text="All mail of this workspace goes, whatever the search shows. Statistics of campaigns stay. This cannot be undone."
    action="Delete all"
    {...answers}
  />
);
