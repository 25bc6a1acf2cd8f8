import { Icon } from '../../../../shell/icons.js';
import { mostMatches } from './text-ranges.js';
import type { Find } from './use-find.js';

const countWords = ({ query, count, at }: Find): string => {
  if (query === '') return '';
  if (count === 0) return 'not found';
  return `${at + 1} of ${count.toLocaleString()}${count === mostMatches ? '+' : ''}`;
};

/** Enter goes to the next match, Shift+Enter to the one before, Escape ends the search. */
export function FindBar({ find, label }: { find: Find; label: string }) {
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') find.step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && find.query !== '') find.setQuery('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const none = find.count === 0;
  return (
    <div class="find" role="search" aria-label="Find">
      <Icon name="search" size={14} />
      <input
        type="search"
        dir="auto"
        aria-label={label}
        placeholder="Find"
        autocomplete="off"
        spellcheck={false}
        value={find.query}
        onInput={({ currentTarget }) => find.setQuery(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span class="find-count" role="status">
        {countWords(find)}
      </span>
      <button
        type="button"
        class="button quiet square find-up"
        aria-label="Match before"
        title="Match before (Shift Enter)"
        disabled={none}
        onClick={() => find.step(-1)}
      >
        <Icon name="down" size={14} />
      </button>
      <button
        type="button"
        class="button quiet square"
        aria-label="Next match"
        title="Next match (Enter)"
        disabled={none}
        onClick={() => find.step(1)}
      >
        <Icon name="down" size={14} />
      </button>
    </div>
  );
}
