import type { ComponentType } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { formatAddress } from '../shell/address/address.js';
import { keepFocus } from '../shell/panes/keep-focus.js';
import { Icon } from '../shell/late-icons.js';
import { NotThere } from '../shell/not-there.js';
import type { PageProps } from '../shell/page.js';
import { ConnectSection } from './connect/connect-section.js';
import { FaultsSection } from './faults/faults-section.js';
import { addressOf, routeOf, sections } from './route.js';
import type { SectionPath } from './route.js';
import { ClockSection } from './sections/clock-section.js';
import { DataSection } from './sections/data-section.js';
import { InForceSection } from './sections/in-force-section.js';
import { KeysSection } from './sections/keys-section.js';
import { LimitsSection } from './sections/limits-section.js';
import { PlaySection } from './sections/play-section.js';
import { ResetSection } from './sections/reset-section.js';
import { SimulationSection } from './sections/simulation-section.js';
import { SnapshotsSection } from './sections/snapshots-section.js';
import { SuppressionsSection } from './sections/suppressions-section.js';
import { WorkspacesSection } from './sections/workspaces-section.js';
import '../shell/styles/pages.css';
import './styles/index.css';

const views: Readonly<Record<SectionPath, ComponentType<PageProps>>> = {
  connect: ConnectSection,
  clock: ClockSection,
  simulation: SimulationSection,
  play: PlaySection,
  limits: LimitsSection,
  faults: FaultsSection,
  keys: KeysSection,
  suppressions: SuppressionsSection,
  workspaces: WorkspacesSection,
  snapshots: SnapshotsSection,
  data: DataSection,
  'in-force': InForceSection,
  reset: ResetSection,
};

/** Everything that can be changed while the emulator runs, a section each. */
export function SettingsPage(props: PageProps) {
  useLayoutEffect(keepFocus, []);
  const route = routeOf(props.address);
  const open = route.section === null ? sections[0].path : route.section;
  return (
    <main class={`set ${route.section === null ? 'at-list' : 'at-section'}`}>
      <nav class="set-nav" aria-label="Settings">
        <h1>Settings</h1>
        <ul>
          {sections.map(({ path, word }) => (
            <li key={path} class={path === 'reset' ? 'set-apart' : ''}>
              <a
                href={formatAddress(addressOf({ section: path, part: null }))}
                aria-current={path === open ? 'page' : undefined}
              >
                {word}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="set-body" key={open}>
        {/* The heading of the page is out of sight with the list of sections. */}
        <h1 class="set-page hidden">Settings</h1>
        <a class="button quiet set-back" href={formatAddress(addressOf({ section: null, part: null }))}>
          <Icon name="back" /> Settings
        </a>
        <Section {...props} section={open} />
      </div>
    </main>
  );
}

function Section({ section, ...page }: PageProps & { section: SectionPath | undefined }) {
  const View = section && views[section];
  if (View) return <View {...page} />;
  return (
    <NotThere
      what="section"
      failure={{ isMissing: true, issue: '' }}
      why="The address names none of the sections of the settings."
      place="settings"
      onBack={() => page.go(addressOf({ section: null, part: null }), 'push')}
    />
  );
}
