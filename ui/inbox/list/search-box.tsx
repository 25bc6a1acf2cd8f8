import { useState } from 'preact/hooks';
import { Icon } from '../../shell/icons.js';
import type { IconName } from '../../shell/icons.js';
import { SearchField } from '../../shell/lists/search-field.js';
import { useLoaded } from '../../shell/loading/use-loaded.js';
import type { SavedSearches } from './use-saved-searches.js';

export interface SearchBoxProps {
  text: string;
  saved: SavedSearches;
  onInput(text: string): void;
  onFilter(q: string): void;
}

type Panel = 'help' | 'saved';

const loadHelp = async () => (await import('./search-help.js')).SearchHelp;
const loadSaved = async () => (await import('./saved/saved-panel.js')).SavedPanel;

export function SearchBox({ text, saved, onInput, onFilter }: SearchBoxProps) {
  const [open, setOpen] = useState<Panel | null>(null);
  const toggle = (panel: Panel) => setOpen(open === panel ? null : panel);
  const close = () => setOpen(null);
  const { value: SearchHelp } = useLoaded(open === 'help' ? loadHelp : null, 'The search help', close);
  const { value: SavedPanel } = useLoaded(open === 'saved' ? loadSaved : null, 'Saved searches', close);
  return (
    <>
      <SearchField label="Search mail" title="Press / to search" value={text} onSearch={onInput}>
        <div class="search-tools">
          {text !== '' && (
            <button
              type="button"
              class="button quiet square"
              aria-label="Clear search"
              onClick={() => onFilter('')}
            >
              <Icon name="close" size={14} />
            </button>
          )}
          <PanelButton
            icon="star"
            word="Saved searches"
            panel="saved-searches"
            isOpen={open === 'saved'}
            onToggle={() => toggle('saved')}
          />
          <PanelButton
            icon="info"
            word={open === 'help' ? 'Hide the search help' : 'What the search understands'}
            panel="search-help"
            isOpen={open === 'help'}
            onToggle={() => toggle('help')}
          />
        </div>
      </SearchField>
      {SearchHelp && <SearchHelp onClose={close} onAdd={(term) => onFilter(`${text} ${term}`.trim())} />}
      {SavedPanel && <SavedPanel {...{ text, saved, onFilter }} onClose={close} />}
    </>
  );
}

interface PanelButtonProps {
  icon: IconName;
  word: string;
  panel: string;
  isOpen: boolean;
  onToggle(): void;
}

const PanelButton = ({ icon, word, panel, isOpen, onToggle }: PanelButtonProps) => (
  <button
    type="button"
    class="button quiet square"
    aria-label={word}
    title={word}
    aria-expanded={isOpen}
    aria-controls={panel}
    onClick={onToggle}
  >
    <Icon name={icon} size={14} />
  </button>
);
