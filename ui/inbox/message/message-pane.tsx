import type { Link, Message, MessageSummary } from '../../../src/contract/message.js';
import type { Api } from '../api.js';
import type { Tab } from '../route.js';
import { Waiting } from '../waiting.js';
import { MessageHeader } from './message-header.js';
import type { HeaderProps } from './message-header.js';
import { MessageToolbar } from './message-toolbar.js';
import type { ToolbarProps } from './message-toolbar.js';
import type { OpenState } from './open-state.js';
import { panelId, tabId, TabStrip } from './tab-strip.js';
import type { TabEntry } from './tab-strip.js';
import { HeadersView } from './tabs/headers-view.js';
import { HtmlView, ViewSwitches } from './tabs/html-view.js';
import { LinksView } from './tabs/links-view.js';
import { RawView } from './tabs/raw-view.js';
import { SmtpView } from './tabs/smtp-view.js';
import { SourceView } from './tabs/source-view.js';
import { Nothing, TextView } from './tabs/text-view.js';
import { TimelineView } from './tabs/timeline-view.js';
import type { Viewer } from './use-viewer.js';

export interface MessagePaneProps
  extends
    Omit<ToolbarProps, 'unread' | 'clickable' | 'rawHref'>,
    Omit<HeaderProps, 'mail' | 'message' | 'events'> {
  open: OpenState;
  /** The row of the list, which is there before the whole message is. */
  summary: MessageSummary | null;
  tab: Tab;
  viewer: Viewer;
  api: Api;
  onTab(tab: Tab): void;
  onStray(): void;
}

/** The links of the emulator itself, to unsubscribe and to view the mail, are no click. */
const isClickable = ({ url }: Link): boolean => !/\/t\/[uv]\/[\w-]{30}$/.test(url);

const entriesOf = (message: Message | null, events: number): TabEntry[] => [
  { tab: 'html', word: 'HTML', count: null },
  { tab: 'text', word: 'Text', count: null },
  { tab: 'source', word: 'Source', count: null },
  { tab: 'headers', word: 'Headers', count: message?.headers.length ?? null },
  { tab: 'raw', word: 'Raw', count: null },
  { tab: 'links', word: 'Links', count: message?.links.length ?? null },
  { tab: 'smtp', word: 'SMTP', count: null },
  { tab: 'timeline', word: 'Timeline', count: events },
];

export function MessagePane(props: MessagePaneProps) {
  const { open, summary, tab, addresses, viewer } = props;
  const mail = open.message ?? summary;
  if (open.phase === 'gone' || open.phase === 'failed' || !mail) return <Absent {...props} />;
  const { message, events } = open;
  return (
    <article class="message" aria-label="Message">
      <MessageToolbar
        {...props}
        unread={mail.unread}
        clickable={!message || message.links.some(isClickable)}
        rawHref={addresses.raw(mail.id)}
      />
      <MessageHeader {...props} mail={mail} message={message} events={events} key={mail.id} />
      <div class="tab-line">
        <TabStrip entries={entriesOf(message, events.length)} active={tab} onSelect={props.onTab} />
        {tab === 'html' && message?.html && <ViewSwitches viewer={viewer} html={message.html} />}
      </div>
      <div
        class={`panel panel-${tab}`}
        role="tabpanel"
        id={panelId}
        aria-labelledby={tabId(tab)}
        tabIndex={0}
        key={`${mail.id} ${tab}`}
      >
        {message ? <Part {...props} message={message} /> : <Waiting />}
      </div>
    </article>
  );
}

const needsContent: ReadonlySet<Tab> = new Set(['html', 'text', 'source', 'headers', 'raw', 'links']);

function Part(props: MessagePaneProps & { message: Message }) {
  const { message, tab, open, api, clip } = props;
  // Stands for the content: when it grows, the raw mail has changed too.
  const version = `${open.wanted} ${message.size}`;
  // A queued mail has no size until it is written; the rest comes with it.
  if (message.status === 'queued' && message.size === 0 && needsContent.has(tab)) {
    return <Nothing>This message is queued: it has no content until it is sent.</Nothing>;
  }
  switch (tab) {
    case 'html':
      return message.html === null ? (
        <Nothing>This message has no HTML part.</Nothing>
      ) : (
        <HtmlView {...props} html={message.html} />
      );
    case 'text':
      return <TextView text={message.text} />;
    case 'source':
      return <SourceView html={message.html} clip={clip} />;
    case 'headers':
      return <HeadersView headers={message.headers} />;
    case 'raw':
      return <RawView {...{ api, id: message.id, version, clip }} />;
    case 'links':
      return <LinksView message={message} clip={clip} />;
    case 'smtp':
      return <SmtpView {...{ api, message, version }} />;
    case 'timeline':
      return <TimelineView events={open.events} now={props.now} />;
  }
}

function Absent({ open, onBack }: MessagePaneProps) {
  if (open.phase === 'loading') return <Waiting />;
  return (
    <div class="absent">
      <h2>{open.phase === 'gone' ? 'This message is not there' : 'The message could not be fetched'}</h2>
      <p>{open.issue}</p>
      <button type="button" class="button" onClick={onBack}>
        Back to the inbox
      </button>
    </div>
  );
}
