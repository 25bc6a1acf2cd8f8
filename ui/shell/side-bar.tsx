import type { Connection } from '../live/feed.js';
import type { HeldClock } from '../words/time-words.js';
import { Icon, Mark } from './icons.js';
import type { Page } from './page.js';
import { ThemeSwitch } from './theme-switch.js';
import type { Theme } from './use-theme.js';
import { WorkspaceClock } from './workspace-clock.js';

const connectionWords: Record<Connection, string> = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Reconnecting',
};

export interface SideBarProps {
  connection: Connection;
  workspace: string;
  version: string | null;
  pages: readonly Page[];
  open: Page;
  countOf(page: Page): number;
  clock: HeldClock | null;
  now: number;
  theme: Theme;
  setTheme(theme: Theme): void;
}

export function SideBar(props: SideBarProps) {
  const { connection, version, pages } = props;
  return (
    <nav class="bar" aria-label="Pages">
      <div class="brand">
        <Mark size={28} />
        <span class="wide">
          <b>maildrone</b>
          <small>emulator{version && ` ${version}`}</small>
        </span>
      </div>
      <ul class="pages">
        {pages.map((page) => (
          <li key={page.path}>
            <PageLink page={page} isOpen={page === props.open} count={props.countOf(page)} />
          </li>
        ))}
      </ul>
      <div class="foot">
        <p
          class={`connection ${connection}`}
          role="status"
          title={`Connection: ${connectionWords[connection]}`}
        >
          <span class="dot" />
          <span class="word">{connectionWords[connection]}</span>
        </p>
        <WorkspaceClock {...props} />
        <ThemeSwitch {...props} />
      </div>
    </nav>
  );
}

const PageLink = ({ page, isOpen, count }: { page: Page; isOpen: boolean; count: number }) => (
  <a
    class="page"
    href={`#/${page.path}`}
    aria-current={isOpen ? 'page' : undefined}
    aria-label={count > 0 && page.count ? `${page.label}, ${count} ${page.count.word}` : page.label}
    title={page.label}
  >
    <Icon name={page.icon} />
    <span class="page-name">{page.label}</span>
    {count > 0 && <span class="badge">{count.toLocaleString()}</span>}
  </a>
);
