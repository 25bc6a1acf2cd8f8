import { Icon } from '../../shell/icons.js';

export interface ListHeadProps {
  text: string;
  matches: number | null;
  /** Why the rows shown are not the ones asked for; null when they are. */
  issue: string | null;
  total: number;
  unread: number;
  onInput(text: string): void;
  onFilter(q: string): void;
  onRemoveAll(): void;
}

const filters = [
  { term: 'is:unread', word: 'Unread' },
  { term: 'status:bounced', word: 'Bounced' },
  { term: 'has:attachment', word: 'Attachments' },
] as const;

const termsOf = (q: string): string[] => q.split(/\s+/).filter((term) => term !== '');

/** The search with a term switched on or off. */
function toggled(q: string, term: string): string {
  const terms = termsOf(q);
  return (terms.includes(term) ? terms.filter((other) => other !== term) : [...terms, term]).join(' ');
}

export function ListHead(props: ListHeadProps) {
  const { text, total, unread, matches } = props;
  const active = termsOf(text);
  return (
    <header class="list-head">
      <h1 class="hidden">Inbox</h1>
      <div class="search" role="search">
        <Icon name="search" />
        <input
          id="search"
          type="search"
          dir="auto"
          placeholder="Search mail"
          aria-label="Search mail"
          title='Words, "phrases", from: to: subject: status: is:unread has:attachment; - negates'
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
        {text === '' ? (
          <kbd title="Press / to search">/</kbd>
        ) : (
          <button
            type="button"
            class="button quiet square"
            aria-label="Clear search"
            onClick={() => props.onFilter('')}
          >
            <Icon name="close" size={14} />
          </button>
        )}
      </div>
      <div class="filters">
        {filters.map(({ term, word }) => (
          <button
            key={term}
            type="button"
            class="filter"
            aria-pressed={active.includes(term)}
            onClick={() => props.onFilter(toggled(text, term))}
          >
            {word}
          </button>
        ))}
      </div>
      <div class="counts">
        <span data-testid="counts">
          {matches === null ? (
            <>
              <b>{total.toLocaleString()}</b> {total === 1 ? 'message' : 'messages'}
              {unread > 0 && <> · {unread.toLocaleString()} unread</>}
            </>
          ) : (
            <>
              <b>{matches.toLocaleString()}</b> of {total.toLocaleString()} match
            </>
          )}
        </span>
        <button type="button" class="button quiet small" disabled={total === 0} onClick={props.onRemoveAll}>
          <Icon name="trash" size={14} /> Delete all
        </button>
      </div>
      {props.issue !== null && (
        <p class="notice state-bounced" role="alert">
          <Icon name="info" /> <span>{props.issue}</span>
        </p>
      )}
    </header>
  );
}
