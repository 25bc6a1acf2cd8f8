import type { SimulateChoice, SimulatedEvent } from '../../../src/contract/simulate.js';
import { Icon } from '../../shell/late-icons.js';
import type { IconName } from '../../shell/late-icons.js';

export interface ToolbarProps {
  unread: boolean;
  /** What can be simulated; null until that is known. */
  choices: readonly SimulateChoice[] | null;
  rawHref: string;
  /** The mail alone, as a page. */
  pageHref: string;
  onBack(): void;
  onSimulate(event: SimulatedEvent): void;
  onToggleUnread(): void;
  onPrint(): void;
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

export const MessageToolbar = (props: ToolbarProps) => (
  <div class="message-toolbar">
    <button type="button" class="button quiet back" onClick={props.onBack} title="Back to the list (Esc)">
      <Icon name="back" /> Inbox
    </button>
    <div class="simulate" role="group" aria-label="Simulate">
      <span class="simulate-word">Simulate</span>
      {events.map((event) => (
        <SimulateButton key={event} event={event} {...props} />
      ))}
    </div>
    <Tools {...props} />
  </div>
);

/** Off where it would change nothing, with the reason on hover. */
function SimulateButton({ event, choices, onSimulate }: ToolbarProps & { event: SimulatedEvent }) {
  const { word, icon, title } = buttons[event];
  const reason = choices?.find((choice) => choice.event === event)?.reason ?? null;
  return (
    <button
      type="button"
      class="button quiet"
      aria-label={`Simulate ${word.toLowerCase()}`}
      title={reason ?? title}
      disabled={reason !== null}
      onClick={() => onSimulate(event)}
    >
      <Icon name={icon} /> <span class="button-word">{word}</span>
    </button>
  );
}

function Tools({ unread, rawHref, pageHref, onToggleUnread, onPrint, onRemove }: ToolbarProps) {
  const readWord = unread ? 'Mark as read' : 'Mark as unread';
  return (
    <div class="tools">
      <Tool icon={unread ? 'mail' : 'unread'} word={readWord} keyWord="u" onClick={onToggleUnread} />
      <a
        class="button quiet square"
        href={pageHref}
        target="_blank"
        rel="noopener noreferrer"
        aria-label="Open in a tab of its own"
        title="Open the mail in a tab of its own"
      >
        <Icon name="external" />
      </a>
      <Tool icon="print" word="Print" onClick={onPrint} />
      <a
        class="button quiet square"
        href={rawHref}
        download
        aria-label="Download as .eml"
        title="Download as .eml"
      >
        <Icon name="download" />
      </a>
      <Tool icon="trash" word="Delete" keyWord="#" isDanger onClick={onRemove} />
    </div>
  );
}

interface ToolProps {
  icon: IconName;
  word: string;
  /** The key that does the same. */
  keyWord?: string;
  isDanger?: boolean;
  onClick(): void;
}

const Tool = ({ icon, word, keyWord, isDanger = false, onClick }: ToolProps) => (
  <button
    type="button"
    class={`button quiet square ${isDanger ? 'danger' : ''}`}
    aria-label={word}
    title={keyWord ? `${word} (${keyWord})` : word}
    onClick={onClick}
  >
    <Icon name={icon} />
  </button>
);
