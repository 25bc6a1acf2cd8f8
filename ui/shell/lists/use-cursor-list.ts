import { useCallback, useEffect, useReducer, useRef } from 'preact/hooks';
import type { CursorMeta } from '../../../src/contract/envelope.js';
import type { LiveFrame } from '../../../src/contract/frame.js';
import type { Feed } from '../../live/feed.js';
import { useNews } from '../../live/use-feed.js';
import { reasonOf } from '../workspace/control.js';
import type { Control } from '../workspace/control.js';
import { emptyList, reduceList } from './cursor-list.js';
import type { CursorAction, CursorList } from './cursor-list.js';
import { usePaced } from '../loading/use-paced.js';

const pageSize = 50;
const largestPage = 500;
const gapMs = 250;
/** An open row is looked for among so many. */
const mostSought = 1000;

export interface CursorListOptions {
  control: Control;
  feed: Feed;
  /** Below `/_emulator`. */
  path: string;
  /** The filters, as they are sent. */
  query: string;
  /** Whether a frame says that the list is another now. It is to stay the same between renders. */
  isNews(frame: LiveFrame): boolean;
  /** The row that is open: the list is made so long that it has it, within reason. */
  openId?: string | null;
}

/** A list of the control API, kept current while it is shown, and longer by a page when its end comes near. */
export function useCursorList<T extends { id: string }>(options: CursorListOptions) {
  const { control, feed, path, query, isNews, openId = null } = options;
  const [list, dispatch] = useReducer<CursorList<T>, CursorAction<T>>(reduceList, emptyList<T>(query));
  const latest = useRef({ query, cursor: list.cursor, count: 0 });
  latest.current = { query, cursor: list.cursor, count: list.rows.length };

  const load = useCallback(
    async (cursor: string | null) => {
      const { query: asked, count } = latest.current;
      const limit = cursor ? pageSize : Math.min(largestPage, Math.max(pageSize, count));
      const params = new URLSearchParams(asked);
      params.set('limit', String(limit));
      if (cursor) params.set('cursor', cursor);
      try {
        const signal = AbortSignal.timeout(10_000);
        const { data, meta } = await control.page<T[], CursorMeta>(`${path}?${params}`, signal);
        const type = cursor ? 'older' : 'newest';
        dispatch({ type, query: asked, rows: data, cursor: meta.next_cursor });
      } catch (error) {
        dispatch({ type: 'failed', query: asked, issue: reasonOf(error) });
      }
    },
    [control, path],
  );
  const refresh = usePaced(
    useCallback(() => load(null), [load]),
    gapMs,
  );
  useEffect(() => {
    dispatch({ type: 'asked', query });
    refresh();
  }, [query, refresh]);

  useNews(feed, isNews, refresh);

  const isLoadingMore = useRef(false);
  const loadMore = useCallback(() => {
    const { cursor } = latest.current;
    if (cursor === null || isLoadingMore.current) return;
    isLoadingMore.current = true;
    void load(cursor).finally(() => (isLoadingMore.current = false));
  }, [load]);
  const isSought =
    openId !== null && list.rows.length < mostSought && !list.rows.some(({ id }) => id === openId);
  useEffect(() => {
    if (isSought && list.phase === 'ready') loadMore();
  }, [isSought, list, loadMore]);
  return { list, loadMore, refresh, clear: () => dispatch({ type: 'cleared' }) };
}
