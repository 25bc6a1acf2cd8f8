import { Icon } from '../../shell/icons.js';
import { campaignsIn, campaignTerm, mainFilters, moreFilters, termsOf, toggled } from './terms.js';
import type { Filter } from './terms.js';
import type { SavedSearch } from './use-saved-searches.js';
import { isolated } from '../../words/isolated.js';

export interface FilterRowProps {
  text: string;
  saved: readonly SavedSearch[];
  /** Names of campaigns by id, as far as they are known. */
  campaigns: Readonly<Record<string, string>>;
  onFilter(q: string): void;
}

/** Saved searches and campaigns that have a place of their own; all saved ones are in their panel. */
const mostSaved = 3;
const mostCampaigns = 20;

/** The usual filters, those of the menu that are on, saved searches, and the menu. */
export function FilterRow({ text, saved, campaigns: names, onFilter }: FilterRowProps) {
  const active = termsOf(text);
  const isOn = ({ term }: Filter) => active.includes(term);
  const campaigns = active
    .filter((term) => term.startsWith('campaign:'))
    .map((term) => {
      const word = term.replace(/^campaign:"?|"$/g, '');
      return { term, word: names[word] ?? (campaignsIn(word).length > 0 ? 'Campaign' : word) };
    });
  const campaignFilters = Object.entries(names)
    .slice(0, mostCampaigns)
    .map(([id, word]): Filter => ({ term: campaignTerm(id), word }));
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
      {saved.slice(0, mostSaved).map(({ name, q }) => (
        <button
          key={`saved ${q}`}
          type="button"
          class="filter filter-saved"
          title={`Saved search: ${isolated(q)}`}
          aria-pressed={text.trim() === q}
          onClick={() => onFilter(text.trim() === q ? '' : q)}
        >
          <Icon name="star" size={14} /> <bdi>{name}</bdi>
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
          {campaignFilters.length > 0 && (
            <optgroup label="Campaigns">
              {campaignFilters.map((filter) => (
                <option key={filter.term} value={filter.term}>
                  {isolated(filter.word)}
                  {isOn(filter) && ' ✓'}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </label>
    </div>
  );
}
