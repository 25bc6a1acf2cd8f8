import type { Connection } from '../live/feed.js';
import type { HeldClock } from '../words/time-words.js';
import { Icon } from './icons.js';
import type { Info } from './workspace/info.js';
import { ThemeSwitch } from './theme-switch.js';
import type { Theme } from './use-theme.js';
import { WorkspaceClock } from './workspace/workspace-clock.js';
import { WorkspaceSwitch } from './workspace/workspace-switch.js';

const connections: Record<Connection, { word: string; title: string }> = {
  connecting: { word: 'Connecting', title: 'The live view is being opened' },
  live: { word: 'Live', title: 'Everything appears as it happens' },
  lost: { word: 'Reconnecting', title: 'The connection is lost; nothing is missed once it is back' },
  offline: { word: 'Offline', title: 'No answer; asked again every few seconds' },
  none: { word: 'No workspace', title: 'The workspace of the address is not there' },
};

export interface FootProps {
  connection: Connection;
  workspace: string;
  info: Info | null;
  openWorkspace(id: string): void;
  openPalette(): void;
  openHelp(): void;
  clock: HeldClock | null;
  now: number;
  theme: Theme;
  setTheme(theme: Theme): void;
}

/** What holds for all pages: connection, workspace, clock, and the ways to help. */
export function Foot(props: FootProps) {
  const { connection, openPalette, openHelp } = props;
  const { word, title } = connections[connection];
  return (
    <div class="foot">
      <p class={`connection ${connection}`} role="status" title={title}>
        <span class="dot" />
        <span class="word">{word}</span>
      </p>
      <WorkspaceSwitch {...props} />
      <WorkspaceClock {...props} />
      <div class="foot-tools">
        <button
          type="button"
          class="button quiet square"
          aria-label="Find anything"
          title="Find anything (Ctrl or ⌘ K)"
          onClick={openPalette}
        >
          <Icon name="search" />
        </button>
        <button
          type="button"
          class="button quiet square foot-more"
          aria-label="Keys"
          title="Keys (?)"
          onClick={openHelp}
        >
          <Icon name="keyboard" />
        </button>
        <a
          class="button quiet square foot-more"
          href="/docs"
          aria-label="API documentation"
          title="API documentation"
        >
          <Icon name="book" />
        </a>
      </div>
      <ThemeSwitch {...props} />
    </div>
  );
}
