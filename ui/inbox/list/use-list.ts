import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import { CallError, reasonOf } from '../../shell/workspace/control.js';
import { createPacer } from '../../shell/loading/use-paced.js';
import type { Api } from '../api.js';
import type { Action, Dispatch, State } from '../state.js';
import { missingIn } from './list-rows.js';
import type { ListState } from './list-state.js';

const pageSize = 100;
const gapMs = 500;
/** Rows that are scrolled to are asked for at once, and no oftener than this. */
const scrollMs = 40;

/** Tells which rows of the list are wanted. */
export type ShowRows = (first: number, last: number) => void;

interface Latest {
  list: ListState;
  openId: string | null;
  /** The rows in view. */
  first: number;
  last: number;
}

/** Keeps the rows of the inbox what the server has for this search; answers how to tell which are in view. */
export function useList(api: Api, q: string, state: State, dispatch: Dispatch): ShowRows {
  const { list, open } = state;
  const latest = useRef<Latest>({ list, openId: null, first: 0, last: 0 });
  Object.assign(latest.current, { list, openId: open?.id ?? null });

  const search = useMemo(() => {
    const controller = new AbortController();
    const { signal } = controller;
    async function refetch() {
      const { first, last, list: held } = latest.current;
      dispatch({ type: 'list_asked', q });
      const isDeep = held.q === q && last > pageSize;
      const offsets = isDeep ? [0, Math.max(pageSize, first - pageSize / 4)] : [0];
      const ask = (offset: number) => api.list({ q, offset, limit: pageSize, cursor: null }, signal);
      try {
        const pages = await Promise.all(offsets.map(ask));
        if (!signal.aborted) dispatch({ type: 'list_answered', pages, keep: latest.current.openId });
      } catch (error) {
        if (!signal.aborted) dispatch(failure(error, q));
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

  const load = useMemo(
    () => createLoader({ api, q, latest, dispatch, ended: search.controller.signal }),
    [api, q, search, dispatch],
  );
  useEffect(() => load.stop, [load]);
  return useCallback(
    (first, last) => {
      Object.assign(latest.current, { first, last });
      load.request();
    },
    [load],
  );
}

const failure = (error: unknown, q: string): Action => ({
  type: 'list_failed',
  issue: reasonOf(error),
  isMisread: q !== '' && error instanceof CallError && error.status === 400,
});

interface LoaderDeps {
  api: Api;
  q: string;
  latest: { current: Latest };
  dispatch: Dispatch;
  ended: AbortSignal;
}

/** Fetches rows in view that are not held, a page at a time. A page that is scrolled away from is not waited for. */
function createLoader({ api, q, latest, dispatch, ended }: LoaderDeps) {
  let timer = 0;
  let lastStart = -Infinity;
  let underWay: { offset: number; controller: AbortController } | null = null;

  const isInView = (offset: number): boolean =>
    offset < latest.current.last && offset + pageSize > latest.current.first;

  async function load() {
    const { list, first, last } = latest.current;
    // The first page comes by itself, and what another search holds is not asked for.
    if (ended.aborted || list.phase !== 'ready' || list.q !== q) return;
    const missing = missingIn(list, first, last, pageSize);
    if (missing === null) return dispatch({ type: 'list_trimmed', first, last });
    if (underWay && isInView(underWay.offset)) return;
    underWay?.controller.abort();
    const own = { offset: missing.offset, controller: new AbortController() };
    underWay = own;
    lastStart = performance.now();
    const signal = AbortSignal.any([ended, own.controller.signal]);
    try {
      const page = await api.list({ q, limit: pageSize, ...missing }, signal);
      if (!signal.aborted) dispatch({ type: 'list_continued', page });
    } catch (error) {
      if (!signal.aborted) dispatch(failure(error, q));
    }
    if (underWay === own) underWay = null;
  }
  return {
    request() {
      window.clearTimeout(timer);
      const wait = lastStart + scrollMs - performance.now();
      if (wait <= 0) void load();
      else timer = window.setTimeout(() => void load(), wait);
    },
    stop: () => window.clearTimeout(timer),
  };
}
