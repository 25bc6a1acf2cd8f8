import { useCallback, useMemo, useReducer, useState } from 'preact/hooks';
import { addressesOf, createApi } from '../inbox/api.js';
import { useCopy } from './use-copy.js';
import { useInbox } from '../inbox/use-inbox.js';
import { useKeyboard } from '../inbox/use-keyboard.js';
import { useList } from '../inbox/list/use-list.js';
import type { FrameListener } from '../live/feed.js';
import { useFeed, useFrames } from '../live/use-feed.js';
import { useNow } from './use-now.js';
import { useOpen } from '../inbox/message/use-open.js';
import { useAnnouncement, useTitle } from '../inbox/use-page-words.js';
import { useRoute } from './use-route.js';
import { useTheme } from './use-theme.js';
import { useToast } from './use-toast.js';
import { useWorkspace } from './use-workspace.js';
import { InboxPage } from '../inbox/inbox-page.js';
import { Confirm, ToastView } from './notices.js';
import { createControl, reasonOf } from './control.js';
import type { Control } from './control.js';
import { SideBar } from './side-bar.js';
import { initialState, reduce } from '../inbox/state.js';

const liveAddress = (control: Control, since: number | null): string =>
  control.address('/live', since === null ? {} : { since: String(since) });

export function App({ workspace }: { workspace: string }) {
  const control = useMemo(() => createControl(workspace), [workspace]);
  const api = useMemo(() => createApi(control), [control]);
  const addresses = useMemo(() => addressesOf(control), [control]);
  const [state, dispatch] = useReducer(reduce, initialState);
  const [route, navigate] = useRoute();
  const [theme, setTheme] = useTheme();
  const { toast, show, dismiss } = useToast();
  const clip = useCopy(show);
  const [isAsking, setAsking] = useState(false);

  const addressOf = useCallback((since: number | null) => liveAddress(control, since), [control]);
  const { feed, connection } = useFeed(addressOf);
  const { info, clock } = useWorkspace(control, feed);
  const now = useNow(clock);
  const listen = useCallback<FrameListener>((frames) => dispatch({ type: 'frames', frames }), []);
  useFrames(feed, listen);
  const loadMore = useList(api, route.q, state, dispatch);
  useOpen(api, route.id, state.open, dispatch);
  const inbox = useInbox({ api, state, dispatch, route, navigate, loadMore, show });
  useKeyboard(inbox.commands);

  const counts = info?.workspace.counts;
  const hiddenUnread = state.list.rows.filter(({ id, unread }) => unread && inbox.hidden.has(id)).length;
  const hiddenRows = state.list.rows.length - inbox.rows.length;
  const unread = Math.max(0, (counts?.unread ?? 0) - hiddenUnread);
  const total = Math.max(0, (counts?.messages ?? 0) - hiddenRows);
  useTitle(unread);
  const announcement = useAnnouncement(state.arrivals);

  const askRemoveAll = useCallback(() => setAsking(true), []);
  const removeAll = useCallback(() => {
    setAsking(false);
    navigate({ id: null, tab: null }, 'replace');
    api.removeAll().then(
      () => dispatch({ type: 'emptied' }),
      (error: unknown) => show(`Not deleted: ${reasonOf(error)}`, 'bad'),
    );
  }, [api, navigate, show]);

  return (
    <div class="app">
      <SideBar
        {...{ workspace, unread, now, theme, setTheme }}
        connection={connection}
        version={info?.version ?? null}
        clock={clock}
        home="#/inbox"
      />
      <InboxPage
        {...{
          api,
          addresses,
          state,
          info,
          clock,
          route,
          navigate,
          inbox,
          loadMore,
          clip,
          now,
          unread,
          total,
          show,
          dispatch,
        }}
        onRemoveAll={askRemoveAll}
      />
      <p class="hidden" role="log" aria-live="polite">
        {announcement}
      </p>
      <ToastView toast={toast} onDismiss={dismiss} />
      {isAsking && (
        <Confirm
          title={total === 1 ? 'Delete the message?' : `Delete all ${total.toLocaleString()} messages?`}
          text="All mail of this workspace goes, whatever the search shows. Statistics of campaigns stay. This cannot be undone."
          action="Delete all"
          onConfirm={removeAll}
          onCancel={() => setAsking(false)}
        />
      )}
    </div>
  );
}
