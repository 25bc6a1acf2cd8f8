import { themes } from './use-theme.js';
import type { Theme } from './use-theme.js';
import type { Connection } from '../live/feed.js';
import { clockWords, dateWords, oddity } from '../words/time-words.js';
import type { HeldClock } from '../words/time-words.js';
import { Icon, Mark } from './icons.js';
import type { IconName } from './icons.js';
import type { Page } from './page.js';

const connectionWords: Record<Connection, string> = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Reconnecting',
};
const themeIcons: Record<Theme, IconName> = { auto: 'auto', light: 'sun', dark: 'moon' };
const themeWords: Record<Theme, string> = { auto: 'As the system', light: 'Light', dark: 'Dark' };

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

function WorkspaceClock({ workspace, clock, now }: SideBarProps) {
  const odd = oddity(clock, now);
  return (
    <dl class="place">
      <dt>Workspace</dt>
      <dd class="mono" title={workspace}>
        {workspace}
      </dd>
      <dt>Clock</dt>
      <dd title={odd ? `The clock of this workspace is not real time: ${odd}` : 'Real time'}>
        <time>{clockWords(now)}</time>
        {odd && <span class="odd">{odd}</span>}
        {odd && <span class="odd-date">{dateWords(now)}</span>}
      </dd>
    </dl>
  );
}

function ThemeSwitch({ theme, setTheme }: SideBarProps) {
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto';
  return (
    <>
      <div class="segments themes" role="group" aria-label="Colours">
        {themes.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === theme}
            aria-label={themeWords[one]}
            title={themeWords[one]}
            onClick={() => setTheme(one)}
          >
            <Icon name={themeIcons[one]} />
          </button>
        ))}
      </div>
      <button
        type="button"
        class="button quiet theme-cycle"
        aria-label={`Colours: ${themeWords[theme]}. Change to ${themeWords[next]}`}
        title={`Colours: ${themeWords[theme]}`}
        onClick={() => setTheme(next)}
      >
        <Icon name={themeIcons[theme]} />
      </button>
    </>
  );
}
