import { Icon } from '../../shell/icons.js';
import type { Tab } from '../route.js';
import { useFit } from './use-fit.js';

export interface TabEntry {
  tab: Tab;
  word: string;
  count: number | null;
}

export interface TabStripProps {
  entries: readonly TabEntry[];
  active: Tab;
  onSelect(tab: Tab): void;
}

export const tabId = (tab: Tab): string => `tab-${tab}`;
export const panelId = 'message-part';

/** Tabs with the usual keys: arrows, Home and End select, Tab goes on to the part itself. Those without room are in a menu. */
export function TabStrip({ entries, active, onSelect }: TabStripProps) {
  const activeAt = entries.findIndex(({ tab }) => tab === active);
  const words = entries.map(({ word, count }) => `${word} ${count ?? ''}`).join('|');
  const { ref, isFolded } = useFit(activeAt, words);
  function onKeyDown(event: KeyboardEvent) {
    const last = entries.length - 1;
    const goals: Record<string, number> = {
      ArrowLeft: activeAt === 0 ? last : activeAt - 1,
      ArrowRight: activeAt === last ? 0 : activeAt + 1,
      Home: 0,
      End: last,
    };
    const goal = entries[goals[event.key] ?? -1];
    if (!goal) return;
    event.preventDefault();
    onSelect(goal.tab);
    // One of the menu is in sight once that is rendered; a next key, which may move the focus on, comes later.
    queueMicrotask(() => document.getElementById(tabId(goal.tab))?.focus());
  }
  const folded = entries.filter((_, index) => isFolded(index));
  return (
    <div class="tabs" ref={ref}>
      <div class="tab-list" role="tablist" aria-label="Parts of the message" onKeyDown={onKeyDown}>
        {entries.map(({ tab, word, count }, index) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={tabId(tab)}
            class={isFolded(index) ? 'tab folded' : 'tab'}
            aria-selected={tab === active}
            aria-controls={panelId}
            tabIndex={tab === active ? 0 : -1}
            onClick={() => onSelect(tab)}
          >
            {word}
            {count !== null && count > 0 && <span class="tab-count">{count}</span>}
          </button>
        ))}
      </div>
      {folded.length > 0 && <MoreTabs entries={folded} onSelect={onSelect} />}
    </div>
  );
}

const MoreTabs = ({ entries, onSelect }: Pick<TabStripProps, 'entries' | 'onSelect'>) => (
  <label class="tab tab-more">
    <span>More</span>
    <Icon name="down" size={14} />
    <select
      aria-label="More parts of the message"
      value=""
      onChange={({ currentTarget }) => {
        const chosen = entries.find(({ tab }) => tab === currentTarget.value);
        if (chosen) onSelect(chosen.tab);
      }}
    >
      <option value="" disabled>
        More parts
      </option>
      {entries.map(({ tab, word, count }) => (
        <option key={tab} value={tab}>
          {count !== null && count > 0 ? `${word} (${count})` : word}
        </option>
      ))}
    </select>
  </label>
);
