import { useLayoutEffect, useState } from 'preact/hooks';
import type { Page, PageView } from './page.js';

/** The code of a page once it is there; null before. A page opened again is there at once. */
export function usePageView(page: Page): { View: PageView | null; isFailed: boolean } {
  const [loaded, setLoaded] = useState<ReadonlyMap<Page, PageView>>(new Map());
  const [failed, setFailed] = useState<Page | null>(null);
  // Not after the first paint: what is there already need not wait for it.
  useLayoutEffect(() => {
    if (loaded.has(page)) return;
    page.load().then(
      (view) => setLoaded((held) => new Map(held).set(page, view)),
      () => setFailed(page),
    );
  }, [page]);
  return { View: loaded.get(page) ?? null, isFailed: failed === page };
}
