import { Icon } from '../../shell/icons.js';
import { mainFilters, moreFilters, termsOf, toggled } from './terms.js';
import type { Filter } from './terms.js';

export interface FilterRowProps {
  text: string;
  onFilter(q: string): void;
}

/** The usual filters, those of the menu that are on, and the menu. */
export function FilterRow({ text, onFilter }: FilterRowProps) {
  const active = termsOf(text);
  const isOn = ({ term }: Filter) => active.includes(term);
  const campaigns = active
    .filter((term) => term.startsWith('campaign:'))
    .map((term) => ({ term, word: term.replace(/^campaign:"?|"$/g, '') }));
  return (
    <div class="filters">
      {[...mainFilters, ...moreFilters.filter(isOn), ...campaigns].map((filter) => (
        <button
          key={filter.term}
          type="button"
          class="filter"
          title={filter.term}
          aria-pressed={isOn(filter)}
          onClick={() => onFilter(toggled(text, filter.term))}
        >
          <bdi>{filter.word}</bdi>
        </button>
      ))}
      <label class="filter filter-menu">
        <span>More</span>
        <Icon name="down" size={14} />
        <select
          aria-label="More filters"
          value=""
          onChange={({ currentTarget }) => {
            onFilter(toggled(text, currentTarget.value));
            currentTarget.value = '';
          }}
        >
          <option value="" disabled>
            More filters
          </option>
          {moreFilters.map((filter) => (
            <option key={filter.term} value={filter.term}>
              {isOn(filter) ? `${filter.word} ✓` : filter.word}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
