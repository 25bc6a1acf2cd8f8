import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import { reasonOf } from '../../shell/control.js';
import { createPacer } from '../../shell/use-paced.js';
import type { Api } from '../api.js';
import type { Dispatch, State } from '../state.js';

const pageSize = 100;
/** The server's limit for one page; a refetch asks for as many rows as are held, up to this. */
const maxPage = 500;
const gapMs = 500;

/** Keeps the rows of the inbox what the server has for this search; answers a function that loads further rows. */
export function useList(api: Api, q: string, state: State, dispatch: Dispatch): () => void {
  const { list, open } = state;
  const latest = useRef({ list, openId: open?.id ?? null });
  latest.current = { list, openId: open?.id ?? null };

  const search = useMemo(() => {
    const controller = new AbortController();
    const { signal } = controller;
    async function refetch() {
      const held = latest.current.list.rows.length;
      const limit = Math.min(maxPage, Math.max(pageSize, latest.current.list.q === q ? held : 0));
      dispatch({ type: 'list_asked', q });
      try {
        const page = await api.list({ q, limit, cursor: null }, signal);
        if (!signal.aborted) dispatch({ type: 'list_answered', ...page, keep: latest.current.openId });
      } catch (error) {
        if (!signal.aborted) dispatch({ type: 'list_failed', issue: reasonOf(error) });
      }
    }
    return { controller, pacer: createPacer(refetch, gapMs) };
  }, [api, q, dispatch]);

  useEffect(() => {
    search.pacer.request();
    return () => {
      search.pacer.stop();
      search.controller.abort();
    };
  }, [search]);

  useEffect(() => {
    if (list.wanted > 0) search.pacer.request();
  }, [list.wanted, search]);

  const isLoadingMore = useRef(false);
  return useCallback(() => {
    const { cursor } = latest.current.list;
    if (cursor === null || isLoadingMore.current || search.controller.signal.aborted) return;
    isLoadingMore.current = true;
    api
      .list({ q, limit: pageSize, cursor }, search.controller.signal)
      .then((page) => {
        // A refetch may have come in between, after which this page would leave a gap.
        if (latest.current.list.cursor === cursor) dispatch({ type: 'list_continued', ...page, keep: null });
      })
      .catch(() => undefined)
      .finally(() => (isLoadingMore.current = false));
  }, [api, q, search, dispatch]);
}
