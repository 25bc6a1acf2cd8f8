import { Icon } from '../../shell/icons.js';
import type { IconName } from '../../shell/icons.js';
import type { Act } from '../api.js';

export interface ToolbarProps {
  unread: boolean;
  rawHref: string;
  onBack(): void;
  onSimulate(event: Act): void;
  onToggleUnread(): void;
  onRemove(): void;
}

const acts: readonly { event: Act; word: string; icon: IconName; title: string }[] = [
  { event: 'opened', word: 'Open', icon: 'eye', title: 'Let the recipient open it' },
  { event: 'clicked', word: 'Click', icon: 'pointer', title: 'Let the recipient click its first link' },
  { event: 'bounced', word: 'Bounce', icon: 'bounce', title: 'Let it bounce' },
  { event: 'unsubscribed', word: 'Unsubscribe', icon: 'leave', title: 'Let the recipient unsubscribe' },
  { event: 'spam_reported', word: 'Spam', icon: 'flag', title: 'Let the recipient report it as spam' },
];

export function MessageToolbar({
  unread,
  rawHref,
  onBack,
  onSimulate,
  onToggleUnread,
  onRemove,
}: ToolbarProps) {
  const readWord = unread ? 'Mark as read' : 'Mark as unread';
  return (
    <div class="toolbar">
      <button type="button" class="button quiet back" onClick={onBack} title="Back to the list (Esc)">
        <Icon name="back" /> Inbox
      </button>
      <div class="simulate" role="group" aria-label="Simulate">
        <span class="simulate-word">Simulate</span>
        {acts.map(({ event, word, icon, title }) => (
          <button
            key={event}
            type="button"
            class="button quiet"
            aria-label={`Simulate ${word.toLowerCase()}`}
            title={title}
            onClick={() => onSimulate(event)}
          >
            <Icon name={icon} /> <span class="button-word">{word}</span>
          </button>
        ))}
      </div>
      <div class="tools">
        <button
          type="button"
          class="button quiet square"
          aria-label={readWord}
          title={`${readWord} (u)`}
          onClick={onToggleUnread}
        >
          <Icon name={unread ? 'mail' : 'unread'} />
        </button>
        <a
          class="button quiet square"
          href={rawHref}
          download
          aria-label="Download as .eml"
          title="Download as .eml"
        >
          <Icon name="download" />
        </a>
        <button
          type="button"
          class="button quiet square danger"
          aria-label="Delete"
          title="Delete (#)"
          onClick={onRemove}
        >
          <Icon name="trash" />
        </button>
      </div>
    </div>
  );
}
