import { useState } from 'preact/hooks';
import { Icon } from '../../shell/icons.js';
import { SearchHelp } from './search-help.js';

export interface SearchBoxProps {
  text: string;
  onInput(text: string): void;
  onFilter(q: string): void;
}

export function SearchBox({ text, onInput, onFilter }: SearchBoxProps) {
  const [isHelping, setHelping] = useState(false);
  const helpWord = isHelping ? 'Hide the search help' : 'What the search understands';
  return (
    <>
      <div class="search" role="search">
        <Icon name="search" />
        <input
          id="search"
          type="search"
          dir="auto"
          placeholder="Search mail"
          aria-label="Search mail"
          title="Press / to search"
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
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
          <button
            type="button"
            class="button quiet square"
            aria-label={helpWord}
            title={helpWord}
            aria-expanded={isHelping}
            aria-controls="search-help"
            onClick={() => setHelping(!isHelping)}
          >
            <Icon name="info" size={14} />
          </button>
        </div>
      </div>
      {isHelping && <SearchHelp onAdd={(term) => onFilter(`${text} ${term}`.trim())} />}
    </>
  );
}
