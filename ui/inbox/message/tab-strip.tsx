import type { Tab } from '../route.js';

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

/** Tabs with the usual keys: arrows, Home and End select, Tab goes on to the part itself. */
export function TabStrip({ entries, active, onSelect }: TabStripProps) {
  function onKeyDown(event: KeyboardEvent) {
    const at = entries.findIndex(({ tab }) => tab === active);
    const last = entries.length - 1;
    const goals: Record<string, number> = {
      ArrowLeft: at === 0 ? last : at - 1,
      ArrowRight: at === last ? 0 : at + 1,
      Home: 0,
      End: last,
    };
    const goal = entries[goals[event.key] ?? -1];
    if (!goal) return;
    event.preventDefault();
    onSelect(goal.tab);
    document.getElementById(tabId(goal.tab))?.focus();
  }
  return (
    <div class="tabs" role="tablist" aria-label="Parts of the message" onKeyDown={onKeyDown}>
      {entries.map(({ tab, word, count }) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={tabId(tab)}
          class="tab"
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
  );
}
