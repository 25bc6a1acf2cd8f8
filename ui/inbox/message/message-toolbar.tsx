import type { SimulatedEvent } from '../../../src/contract/simulate.js';
import { Icon } from '../../shell/icons.js';
import type { IconName } from '../../shell/icons.js';

export interface ToolbarProps {
  unread: boolean;
  /** Whether the mail has a link that its recipient could click. */
  clickable: boolean;
  rawHref: string;
  onBack(): void;
  onSimulate(event: SimulatedEvent): void;
  onToggleUnread(): void;
  onRemove(): void;
}

const buttons: Readonly<Record<SimulatedEvent, { word: string; icon: IconName; title: string }>> = {
  opened: { word: 'Open', icon: 'eye', title: 'Let the recipient open it' },
  clicked: { word: 'Click', icon: 'pointer', title: 'Let the recipient click its first link' },
  bounced: { word: 'Bounce', icon: 'bounce', title: 'Let it bounce' },
  unsubscribed: { word: 'Unsubscribe', icon: 'leave', title: 'Let the recipient unsubscribe' },
  spam_reported: { word: 'Spam', icon: 'flag', title: 'Let the recipient report it as spam' },
};
const events = Object.keys(buttons) as SimulatedEvent[];

export function MessageToolbar({
  unread,
  clickable,
  rawHref,
  onBack,
  onSimulate,
  onToggleUnread,
  onRemove,
}: ToolbarProps) {
  const isOff = (event: SimulatedEvent) => event === 'clicked' && !clickable;
  const readWord = unread ? 'Mark as read' : 'Mark as unread';
  return (
    <div class="toolbar">
      <button type="button" class="button quiet back" onClick={onBack} title="Back to the list (Esc)">
        <Icon name="back" /> Inbox
      </button>
      <div class="simulate" role="group" aria-label="Simulate">
        <span class="simulate-word">Simulate</span>
        {events.map((event) => (
          <button
            key={event}
            type="button"
            class="button quiet"
            aria-label={`Simulate ${buttons[event].word.toLowerCase()}`}
            title={isOff(event) ? 'This mail has no link to click' : buttons[event].title}
            disabled={isOff(event)}
            onClick={() => onSimulate(event)}
          >
            <Icon name={buttons[event].icon} /> <span class="button-word">{buttons[event].word}</span>
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
