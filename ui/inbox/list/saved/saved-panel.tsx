import { useState } from 'preact/hooks';
import { Icon } from '../../../shell/late-icons.js';
import { useEscape } from '../use-escape.js';
import { longestName } from '../use-saved-searches.js';
import type { SavedSearch, SavedSearches } from '../use-saved-searches.js';
import './saved-panel.css';

export interface SavedPanelProps {
  text: string;
  saved: SavedSearches;
  onFilter(q: string): void;
  onClose(): void;
}

/** Keeps the search of the moment under a name, and lists what was kept. */
export function SavedPanel({ text, saved, onFilter, onClose }: SavedPanelProps) {
  useEscape('saved-searches', onClose);
  const q = text.trim();
  const isNew = q !== '' && !saved.searches.some((search) => search.q === q);
  return (
    <div class="saved-panel" id="saved-searches" role="group" aria-label="Saved searches">
      {isNew && (
        <NameForm label="Name" action="Save this search" name={q} onName={(name) => saved.save(name, q)} />
      )}
      {saved.searches.length === 0 && !isNew && (
        <p class="muted">Search for something, then keep it here under a name. It stays in this browser.</p>
      )}
      {saved.searches.length > 0 && (
        <ul>
          {saved.searches.map((search) => (
            <SavedRow key={search.q} {...{ search, saved, onFilter }} isOn={search.q === q} />
          ))}
        </ul>
      )}
    </div>
  );
}

interface NameFormProps {
  label: string;
  action: string;
  name: string;
  onName(name: string): void;
  onCancel?(): void;
}

/** The same at each render, so that it is called once: another would take the focus back. */
const focusField = (field: HTMLInputElement | null) => field?.focus();

const NameForm = ({ label, action, name, onName, onCancel }: NameFormProps) => (
  <form
    class="saved-form"
    onSubmit={(event) => {
      event.preventDefault();
      const field = event.currentTarget.elements.namedItem('name');
      if (field instanceof HTMLInputElement) onName(field.value);
    }}
    onKeyDown={(event) => {
      if (event.key !== 'Escape' || !onCancel) return;
      event.stopPropagation();
      onCancel();
    }}
  >
    <input
      name="name"
      dir="auto"
      aria-label={label}
      defaultValue={name}
      maxLength={longestName}
      autocomplete="off"
      ref={onCancel ? focusField : null}
    />
    <button type="submit" class="button small">
      {action}
    </button>
  </form>
);

interface SavedRowProps {
  search: SavedSearch;
  saved: SavedSearches;
  isOn: boolean;
  onFilter(q: string): void;
}

function SavedRow({ search, saved, isOn, onFilter }: SavedRowProps) {
  const [isNaming, setNaming] = useState(false);
  const { name, q } = search;
  if (isNaming) {
    return (
      <li>
        <NameForm
          label={`New name of ${name}`}
          action="Rename"
          name={name}
          onCancel={() => setNaming(false)}
          onName={(next) => {
            saved.rename(q, next);
            setNaming(false);
          }}
        />
      </li>
    );
  }
  return (
    <li>
      <button type="button" class="saved-name" aria-current={isOn} title={q} onClick={() => onFilter(q)}>
        <bdi>{name}</bdi>
        {name !== q && <code>{q}</code>}
      </button>
      <button
        type="button"
        class="button quiet small square"
        aria-label={`Rename ${name}`}
        title="Rename"
        onClick={() => setNaming(true)}
      >
        <Icon name="edit" size={14} />
      </button>
      <button
        type="button"
        class="button quiet small square"
        aria-label={`Remove ${name}`}
        title="Remove"
        onClick={() => saved.remove(q)}
      >
        <Icon name="trash" size={14} />
      </button>
    </li>
  );
}
