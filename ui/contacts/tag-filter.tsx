import { Icon } from '../shell/icons.js';
import { tagsOf } from '../words/contact-words.js';
import type { Contacts } from './use-contacts.js';

/** How many tags are offered. */
const mostOffered = 50;

/** The tags of the rows that are held, the frequent ones first. */
function knownTags({ list, route }: Contacts): string[] {
  const times = new Map<string, number>();
  for (const rows of list.held.values())
    for (const { tags } of rows) for (const tag of tags) times.set(tag, (times.get(tag) ?? 0) + 1);
  return [...times]
    .filter(([tag]) => !route.tags.includes(tag))
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostOffered)
    .map(([tag]) => tag);
}

/** The tags that the contacts shown have, each taken away by a click. */
export function TagFilter({ contacts }: { contacts: Contacts }) {
  const { route, navigate } = contacts;
  const add = (text: string) => navigate({ tags: [...new Set([...route.tags, ...tagsOf(text)])] }, 'replace');
  return (
    <div class="contacts-tag-filter">
      {route.tags.map((tag) => (
        <button
          key={tag}
          type="button"
          class="filter"
          aria-pressed="true"
          aria-label={`Tag ${tag}: do not filter by it`}
          onClick={() => navigate({ tags: route.tags.filter((other) => other !== tag) }, 'replace')}
        >
          <bdi>{tag}</bdi> <Icon name="close" size={10} />
        </button>
      ))}
      <input
        class="contacts-tag-input"
        list="contacts-tags"
        placeholder="Tag"
        aria-label="Filter by tag"
        autocomplete="off"
        maxLength={100}
        onChange={({ currentTarget }) => {
          add(currentTarget.value);
          currentTarget.value = '';
        }}
      />
      <datalist id="contacts-tags">
        {knownTags(contacts).map((tag) => (
          <option key={tag} value={tag} dir="auto" />
        ))}
      </datalist>
    </div>
  );
}
