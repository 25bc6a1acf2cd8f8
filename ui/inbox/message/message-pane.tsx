import type { Message, MessageSummary } from '../../../src/contract/message.js';
import { LoadFailure } from '../../shell/loading/load-failure.js';
import { NotThere } from '../../shell/not-there.js';
import { useLoaded } from '../../shell/loading/use-loaded.js';
import type { Loaded } from '../../shell/loading/use-loaded.js';
import type { Tab } from '../route.js';
import { Waiting } from '../waiting.js';
import { MessageHeader } from './message-header.js';
import type { HeaderProps } from './message-header.js';
import { MessageToolbar } from './message-toolbar.js';
import type { ToolbarProps } from './message-toolbar.js';
import { Nothing } from './nothing.js';
import { laterParts } from './parts.js';
import type { PartProps, PartView } from './parts.js';
import { panelId, tabId, TabStrip } from './tab-strip.js';
import type { TabEntry } from './tab-strip.js';
import { HtmlView, ViewSwitches } from './tabs/html-view.js';
import { TextView } from './tabs/text-view.js';
import type { Viewer } from './use-viewer.js';

export interface MessagePaneProps
  extends
    Omit<ToolbarProps, 'unread' | 'rawHref' | 'pageHref' | 'onPrint'>,
    Omit<HeaderProps, 'mail' | 'message' | 'events'>,
    Omit<PartProps, 'message' | 'version'> {
  /** The row of the list, which is there before the whole message is. */
  summary: MessageSummary | null;
  tab: Tab;
  viewer: Viewer;
  onTab(tab: Tab): void;
}

function entriesOf(mail: MessageSummary, message: Message | null): TabEntry[] {
  const entries: TabEntry[] = [
    { tab: 'html', word: 'HTML', count: null },
    { tab: 'text', word: 'Text', count: null },
    { tab: 'source', word: 'Source', count: null },
    { tab: 'headers', word: 'Headers', count: message?.headers.length ?? null },
    { tab: 'raw', word: 'Raw', count: null },
    { tab: 'links', word: 'Links', count: message?.links.length ?? null },
    { tab: 'smtp', word: 'SMTP', count: null },
    { tab: 'timeline', word: 'Timeline', count: null },
  ];
  return mail.campaign_id === null ? entries : [...entries, { tab: 'compare', word: 'Compare', count: null }];
}

export function MessagePane(props: MessagePaneProps) {
  const { open, summary, tab, addresses, viewer } = props;
  const later = useLoaded<PartView>(laterParts[tab] ?? null);
  const mail = open.message ?? summary;
  if (open.phase === 'gone' || open.phase === 'failed' || !mail) return <Absent {...props} />;
  const { message, events } = open;
  const hasHtml = message?.html !== null;
  const pageHref = hasHtml ? addresses.html(mail.id, viewer.remote) : addresses.text(mail.id);
  return (
    <article class="message" aria-label="Message">
      <MessageToolbar
        {...props}
        unread={mail.unread}
        rawHref={addresses.raw(mail.id)}
        pageHref={pageHref}
        onPrint={() => print(props, tab === 'html' && hasHtml ? pageHref : null)}
      />
      <MessageHeader {...props} mail={mail} message={message} events={events} key={mail.id} />
      <div class="tab-line">
        <TabStrip entries={entriesOf(mail, message)} active={tab} onSelect={props.onTab} />
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
        {message ? <Part {...props} message={message} later={later} /> : <Waiting />}
      </div>
    </article>
  );
}

/** A page can print a frame of another origin only as far as it is in view: such a mail is printed from a tab of its own. */
function print({ show }: MessagePaneProps, framed: string | null): void {
  if (framed === null) return window.print();
  window.open(framed, '_blank', 'noopener,noreferrer');
  show('The whole mail is in a tab of its own: print it there');
}

const needsContent: ReadonlySet<Tab> = new Set([
  ...(['html', 'text', 'source', 'headers', 'raw', 'links', 'compare'] as const),
]);

function Part(props: MessagePaneProps & { message: Message; later: Loaded<PartView> }) {
  const { message, tab, open, later } = props;
  const version = `${open.wanted} ${message.size}`;
  // A queued mail has no size until it is written; the rest comes with it.
  if (message.status === 'queued' && message.size === 0 && needsContent.has(tab)) {
    return <Nothing>This message is queued: it has no content until it is sent.</Nothing>;
  }
  if (tab === 'text') return <TextView {...props} />;
  if (tab === 'html') {
    if (message.html === null) return <Nothing>This message has no HTML part.</Nothing>;
    return <HtmlView {...props} html={message.html} />;
  }
  const { value: Later, isFailed } = later;
  if (Later) return <Later {...props} version={version} />;
  return isFailed ? <LoadFailure what="This part of the message" /> : <Waiting />;
}

function Absent({ open, onBack }: MessagePaneProps) {
  if (open.phase === 'loading') return <Waiting />;
  return (
    <NotThere
      isAlone
      what="message"
      failure={{ isMissing: open.phase === 'gone', issue: open.issue }}
      place="inbox"
      onBack={onBack}
    />
  );
}
