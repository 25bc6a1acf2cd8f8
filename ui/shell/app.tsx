import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { useFeed } from '../live/use-feed.js';
import { createControl } from './control.js';
import type { Control } from './control.js';
import { LoadFailure } from './load-failure.js';
import type { Page, PageProps } from './page.js';
import { SideBar } from './side-bar.js';
import { ToastView } from './toast.js';
import { useAddress } from './use-address.js';
import { useCopy } from './use-copy.js';
import { useLoaded } from './use-loaded.js';
import { useNow } from './use-now.js';
import { useTheme } from './use-theme.js';
import { useTitle } from './use-title.js';
import { useToast } from './use-toast.js';
import { useWorkspace } from './use-workspace.js';

export interface AppProps {
  workspace: string;
  pages: readonly [Page, ...Page[]];
}

const liveAddress = (control: Control, since: number | null): string =>
  control.address('/live', since === null ? {} : { since: String(since) });

export function App({ workspace, pages }: AppProps) {
  const control = useMemo(() => createControl(workspace), [workspace]);
  const addressOf = useCallback((since: number | null) => liveAddress(control, since), [control]);
  const { feed, connection } = useFeed(addressOf);
  const { info, clock } = useWorkspace(control, feed);
  const now = useNow(clock);

  const paths = useMemo(() => pages.map(({ path }) => path), [pages]);
  const [address, go] = useAddress(paths);
  const page = pages.find(({ path }) => path === address.page) ?? pages[0];
  const [theme, setTheme] = useTheme();
  const { toast, show, dismiss } = useToast();
  // What a toast offers to undo belongs to the page that showed it.
  useEffect(() => dismiss, [page, dismiss]);
  const clip = useCopy(show);

  const [withheld, withhold] = useState(0);
  const countOf = ({ path, count }: Page): number => {
    const total = info && count ? count.of(info.workspace.counts) : 0;
    return path === page.path ? Math.max(0, total - withheld) : total;
  };
  useTitle(page.label, countOf(page));

  return (
    <div class="app">
      <SideBar
        {...{ pages, workspace, connection, clock, now, theme, setTheme, countOf }}
        open={page}
        version={info?.version ?? null}
      />
      <OpenPage {...{ page, control, feed, info, clock, now, address, go, clip, show, withhold }} />
      <ToastView toast={toast} onDismiss={dismiss} />
    </div>
  );
}

function OpenPage({ page, ...props }: PageProps & { page: Page }) {
  const { value: View, isFailed } = useLoaded(page.load);
  if (View) return <View {...props} />;
  return (
    <main class="page-body" aria-busy={!isFailed}>
      {isFailed && <LoadFailure what={page.label} />}
    </main>
  );
}
