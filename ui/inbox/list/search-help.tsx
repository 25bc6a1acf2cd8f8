import { useEscape } from './use-escape.js';

/** What the search understands: an example that can be put in, and its meaning. */
const examples: readonly (readonly [example: string, meaning: string])[] = [
  ['"words in order"', 'in subject, addresses and text'],
  ['to:ada', 'a part of a recipient; also from: and subject:'],
  ['campaign:sale', 'name or id of a campaign, or a part of the name'],
  ['is:opened', 'also unread, read, clicked, bounced, unsubscribed, spam'],
  ['status:deferred', 'also queued, sent, delivered, bounced'],
  ['bounce:hard', 'why it bounced; also soft, blocked, 550 or 5.1.1'],
  ['kind:smtp', 'also campaign, welcome, transactional'],
  ['has:attachment', ''],
  ['after:2024-03-25', 'a date or time; also before:'],
  ['larger:100k', 'a size; also smaller:'],
  ['header:list-id', 'in the names and values of headers'],
  ['-subject:invoice', 'a leading - negates'],
];

export interface SearchHelpProps {
  onAdd(term: string): void;
  onClose(): void;
}

export function SearchHelp({ onAdd, onClose }: SearchHelpProps) {
  useEscape('search-help', onClose);
  return (
    <div class="search-help" id="search-help" role="group" aria-label="What the search understands">
      <dl>
        {examples.map(([example, meaning]) => (
          <div key={example}>
            <dt>
              <button type="button" title="Add it to the search" onClick={() => onAdd(example)}>
                {example}
              </button>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
