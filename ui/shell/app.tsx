import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useFeed } from '../live/use-feed.js';
import { controlAddress, createControl, reasonOf } from './workspace/control.js';
import { focusPage } from './panes/focus-page.js';
import { LoadFailure } from './loading/load-failure.js';
import { Overlay } from './dialogs/overlay.js';
import type { OverlayName } from './dialogs/overlay.js';
import type { Page, PageProps } from './page.js';
import { SideBar } from './side-bar.js';
import { ToastView } from './dialogs/toast.js';
import { useAddress } from './address/use-address.js';
import { useCopy } from './use-copy.js';
import { useFreshCode } from './loading/use-fresh-code.js';
import { useLeaveGuard } from './dialogs/use-leave-guard.js';
import { useLoaded } from './loading/use-loaded.js';
import { useMailNotices } from './use-mail-notices.js';
import { useNow } from './workspace/use-now.js';
import { useShellKeys } from './keys/use-shell-keys.js';
import { useSingleKeys } from './keys/use-single-keys.js';
import { useTheme } from './use-theme.js';
import { useTitle } from './use-title.js';
import { useToast } from './dialogs/use-toast.js';
import { useWorkspace } from './workspace/use-workspace.js';
import { useWorkspaceName } from './workspace/use-workspace-name.js';
import { ClockStrip } from './workspace/workspace-clock.js';

const loadMissing = async () => (await import('./workspace/workspace-missing.js')).WorkspaceMissing;

/** What is opened where the address names a page that there is not. */
const missingPage: OpenedPage = {
  path: '',
  label: 'Not there',
  load: async () => (await import('./page-missing.js')).PageMissing,
};

type OpenedPage = Pick<Page, 'path' | 'label' | 'load'>;
type Pages = readonly [Page, ...Page[]];

const liveAddress = (workspace: string, since: number | null): string =>
  controlAddress(workspace, '/live', since === null ? {} : { since: String(since) });

/** The UI of the workspace that the address names; another one begins anew. */
export function App({ pages }: { pages: Pages }) {
  const [workspace, openWorkspace] = useWorkspaceName();
  return <WorkspaceApp key={workspace} {...{ pages, workspace, openWorkspace }} />;
}

interface WorkspaceAppProps {
  pages: Pages;
  workspace: string;
  openWorkspace(id: string): void;
}

function WorkspaceApp({ pages, workspace, ...props }: WorkspaceAppProps) {
  const addressOf = useCallback((since: number | null) => liveAddress(workspace, since), [workspace]);
  const [isMissing, setMissing] = useState(false);
  const { feed, connection, losses } = useFeed(addressOf, !isMissing);
  const control = useMemo(() => createControl(workspace, feed.begun), [workspace, feed]);
  const { info, clock } = useWorkspace({ control, feed, losses, setMissing });
  const { value: WorkspaceMissing } = useLoaded(isMissing ? loadMissing : null);
  const now = useNow(clock);

  const { guard, question } = useLeaveGuard();
  const [address, go] = useAddress(pages[0].path, guard);
  const page = pages.find(({ path }) => path === address.page) ?? missingPage;
  const [theme, setTheme] = useTheme();
  const { toast, show, dismiss, fade } = useToast();
  useFreshCode(connection, guard, show);
  // What a toast offers to undo belongs to the page that showed it, what it says of a setting to its section.
  useEffect(() => fade, [page, page.path === 'settings' && address.steps[0], fade]);
  const clip = useCopy(show);
  const notices = useMailNotices({ feed, go, show });
  const countOf = ({ count }: Page): number => (info && count ? count.of(info.workspace.counts) : 0);
  useTitle(page.label, countOf(pages[0]));

  const overlays = useOverlays(pages, go);
  const act = (work: Promise<unknown>, done: string) =>
    void work.then(
      () => show(done),
      (error: unknown) => show(reasonOf(error), 'bad'),
    );
  const openWorkspace = (id: string) => {
    if (guard.isUnsaved()) guard.ask(() => props.openWorkspace(id));
    else props.openWorkspace(id);
  };
  const shared = { pages, workspace, openWorkspace, control, info, clock, now, go, theme, setTheme, act };
  return (
    <div class="app">
      <SideBar
        {...shared}
        {...overlays.open}
        {...{ countOf }}
        connection={isMissing ? 'none' : connection}
        openPath={page.path}
      />
      <ClockStrip clock={clock} now={now} />
      {WorkspaceMissing ? (
        <WorkspaceMissing {...{ workspace, openWorkspace }} />
      ) : (
        <OpenPage {...shared} {...{ page, feed, address, clip, show, notices }} />
      )}
      {overlays.name && (
        <Overlay
          {...shared}
          {...overlays.open}
          {...overlays.keys}
          key={overlays.name}
          open={overlays.name}
          onClose={overlays.close}
        />
      )}
      {question}
      <ToastView toast={toast} onDismiss={dismiss} />
    </div>
  );
}

/** What floats over the page, and the keys that open it. */
function useOverlays(pages: Pages, go: PageProps['go']) {
  const [name, setName] = useState<OverlayName | null>(null);
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const open = { openHelp: () => setName('help'), openPalette: () => setName('palette') };
  useShellKeys({
    pages,
    ...open,
    openPage: ({ path }) => go({ page: path, steps: [], query: new URLSearchParams() }, 'push'),
  });
  return { name, open, keys: { singleKeys, setSingleKeys }, close: () => setName(null) };
}

function OpenPage({ page, ...props }: PageProps & { page: OpenedPage }) {
  const { value: View, isFailed } = useLoaded(page.load);
  // Who skipped the bar before the page was there goes on in the page.
  const place = useRef<HTMLElement>(null);
  const hadFocus = place.current !== null && place.current === document.activeElement;
  useLayoutEffect(() => {
    if (View && hadFocus) focusPage();
  }, [View]);
  if (View) return <View {...props} />;
  return (
    <main ref={place} class="page-body" aria-busy={!isFailed}>
      {isFailed && <LoadFailure what={page.label} />}
    </main>
  );
}
