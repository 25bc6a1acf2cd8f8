import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contract/frame.js';
import type { Feed } from '../../live/feed.js';
import { useNews } from '../../live/use-feed.js';
import { reasonOf } from '../workspace/control.js';
import { usePaced } from '../loading/use-paced.js';

/** Rows of one page: as many as the API gives at most. */
export const pageSize = 100;
const gapMs = 250;
const timeoutMs = 10_000;
/** A query that is typed is asked when typing pauses. */
const settleMs = 120;
/** Pages that are scrolled to are asked for at once, and no oftener than this. */
const scrollMs = 50;

export interface LoadedPage<T> {
  rows: readonly T[];
  total: number;
}

export interface PagesOptions<T> {
  feed: Feed;
  /** Loads a page, from 1. Another function means another list; it is to stay the same between renders, as `isNews` is. */
  load(page: number, signal: AbortSignal): Promise<LoadedPage<T>>;
  /** Whether a frame says that the list is another now. */
  isNews(frame: LiveFrame): boolean;
}

/** A long list of which only the pages around the view are held. */
export interface Pages<T> {
  phase: 'loading' | 'ready' | 'failed';
  issue: string;
  total: number;
  /** The rows by page number. */
  held: ReadonlyMap<number, readonly T[]>;
}

/** The row at a place of the whole list; undefined while its page is not held. */
export const rowAt = <T>({ held }: Pages<T>, index: number): T | undefined =>
  held.get(Math.floor(index / pageSize) + 1)?.[index % pageSize];

/** Where a row stands, as far as the pages that are held tell; else negative. */
export function placeIn<T extends { id: string }>({ held }: Pages<T>, sought: string): number {
  for (const [page, rows] of held) {
    const at = rows.findIndex(({ id }) => id === sought);
    if (at >= 0) return (page - 1) * pageSize + at;
  }
  return -1;
}

const numbersOf = (first: number, last: number): number[] => {
  const from = Math.floor(first / pageSize) + 1;
  const to = Math.floor(Math.max(first, last - 1) / pageSize) + 1;
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
};

/** A list in its true length, kept current while it is shown; `show` says which rows are in view. */
export function usePages<T>({ feed, load, isNews }: PagesOptions<T>) {
  const [list, setList] = useState<Pages<T>>({ phase: 'loading', issue: '', total: 0, held: new Map() });
  const latest = useRef({ load, list });
  latest.current = { load, list };
  const wanted = useRef<readonly number[]>([1]);
  /** Which list the pages that are held belong to. */
  const heldBy = useRef(load);

  const fetchPages = useCallback(
    async (numbers: readonly number[], isWhole: boolean) => {
      const isAsked = () => latest.current.load === load;
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const pages = await Promise.all(
          numbers.map(async (number) => ({ number, ...(await load(number, signal)) })),
        );
        if (!isAsked()) return;
        heldBy.current = load;
        const loaded = pages.map(({ number, rows }) => [number, rows] as const);
        setList(({ held }) => ({
          ...{ phase: 'ready', issue: '', total: pages[0]?.total ?? 0 },
          held: new Map(isWhole ? loaded : [...held, ...loaded]),
        }));
      } catch (error) {
        if (!isAsked()) return;
        // Rows of another search do not stand for those that did not come.
        const rest = heldBy.current === load ? {} : { total: 0, held: new Map<number, readonly T[]>() };
        setList((before) => ({ ...before, ...rest, phase: 'failed', issue: reasonOf(error) }));
      }
    },
    [load],
  );
  const refresh = usePaced(
    useCallback(() => fetchPages(wanted.current, true), [fetchPages]),
    gapMs,
  );
  const isFirst = useRef(true);
  useEffect(() => {
    wanted.current = [1];
    setList((before) => ({ ...before, phase: 'loading' }));
    const timer = window.setTimeout(refresh, isFirst.current ? 0 : settleMs);
    isFirst.current = false;
    return () => window.clearTimeout(timer);
  }, [refresh]);
  useNews(feed, isNews, refresh);

  return { list, show: useShow(fetchPages, { latest, wanted }), refresh };
}

interface ShowRefs<T> {
  latest: { current: { list: Pages<T> } };
  wanted: { current: readonly number[] };
}

/** Fetches the pages of the rows in view that are neither held nor on their way. */
function useShow<T>(
  fetchPages: (numbers: readonly number[], isWhole: boolean) => Promise<void>,
  { latest, wanted }: ShowRefs<T>,
) {
  const asked = useMemo(() => new Set<number>(), [fetchPages]);
  const scroll = useRef({ timer: 0, lastStart: -Infinity });
  const show = useCallback(
    (first: number, last: number) => {
      wanted.current = numbersOf(first, last);
      window.clearTimeout(scroll.current.timer);
      const fetchMissing = () => {
        const { phase, held } = latest.current.list;
        // The first pages of a list come by themselves.
        if (phase === 'loading') return;
        const missing = wanted.current.filter((number) => !held.has(number) && !asked.has(number));
        if (missing.length === 0) return;
        scroll.current.lastStart = performance.now();
        for (const number of missing) asked.add(number);
        void fetchPages(missing, false).finally(() => {
          for (const number of missing) asked.delete(number);
        });
      };
      const wait = scroll.current.lastStart + scrollMs - performance.now();
      if (wait <= 0) fetchMissing();
      else scroll.current.timer = window.setTimeout(fetchMissing, wait);
    },
    [fetchPages, asked],
  );
  useEffect(() => () => window.clearTimeout(scroll.current.timer), [show]);
  return show;
}
