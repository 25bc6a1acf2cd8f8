import { useCallback, useState } from 'preact/hooks';
import type { LiveFrame } from '../../src/contract/frame.js';
import type { PageProps } from '../shell/page.js';
import { useCurrent } from '../shell/lists/use-current.js';
import type { Fetched } from '../shell/loading/use-fetched.js';

export interface Resource<T> {
  fetched: Fetched<T>;
  /** Asks again, after a change of which no frame tells. */
  reload(): void;
}

const never = () => false;
const lookMs = 4000;

/**
 * What a path of the control API answers, kept current by frames and on demand. `isNews` is to stay the same between renders.
 * With `looks` it is asked for again while it is in sight: what other programs change of it comes with no frame.
 */
export function useResource<T>(
  { control, feed }: Pick<PageProps, 'control' | 'feed'>,
  path: string,
  { isNews = never, looks = false }: { isNews?: (frame: LiveFrame) => boolean; looks?: boolean } = {},
): Resource<T> {
  const [asked, setAsked] = useState(0);
  const load = useCallback((signal: AbortSignal) => control.data<T>(path, signal), [control, path, asked]);
  const fetched = useCurrent({ feed, load, isNews, ...(looks && { lookMs }) });
  const reload = useCallback(() => setAsked((count) => count + 1), []);
  return { fetched, reload };
}
