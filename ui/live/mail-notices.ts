import type { LiveFrame } from '../../src/contract/frame.js';
import type { MessageSummary } from '../../src/contract/message.js';
import { recipientOf, subjectOf } from '../words/mailbox-words.js';
import { noticeWords } from '../words/notice-words.js';
import type { Feed } from './feed.js';

export interface MailNotices {
  feed: Feed;
  /** The time of the workspace in ms. */
  now(): number;
  /** Opens a message, or the list. */
  open(id: string | null): void;
}

/** Mail that comes in this soon after another one is told with it. */
const burstMs = 600;
/** Mails whose frames were seen; when there are more, they are forgotten. */
const mostKnown = 20_000;

const secondOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/**
 * Tells of mail that comes in while the page is hidden: one notification, which a later burst takes the place of, and
 * which goes when the page is looked at. A frame does not tell a new mail from a changed one: new is what is first seen
 * unread, not yet acted on, and received since the page was hidden.
 */
export function watchMail({ feed, now, open }: MailNotices): () => void {
  const known = new Set<string>();
  let hiddenSince = secondOf(now());
  const fresh = new Map<string, MessageSummary>();
  /** How many of them the notification tells of. */
  let told = 0;
  let timer = 0;
  let shown: Notification | null = null;

  function tell() {
    timer = 0;
    if (!document.hidden || fresh.size === 0) return;
    const mails = [...fresh.values()];
    const only = mails.length === 1 ? (mails[0]?.id ?? null) : null;
    const { title, body } = noticeWords(
      mails.map((mail) => ({ to: recipientOf(mail), subject: subjectOf(mail) })),
    );
    told = mails.length;
    shown = new Notification(title, { body, tag: 'maildrone-mail', icon: './favicon.svg' });
    shown.onclick = () => {
      window.focus();
      open(only);
    };
  }
  function hear(frames: readonly LiveFrame[]) {
    for (const frame of frames) {
      if (frame.type !== 'message') continue;
      const { message } = frame;
      const isNew = !known.has(message.id) && message.unread && message.opens + message.clicks === 0;
      if (known.size > mostKnown) known.clear();
      known.add(message.id);
      const isNews = document.hidden && isNew && message.received_at >= hiddenSince;
      // Its first frame has no subject yet: that is read a moment later.
      if (isNews || fresh.has(message.id)) fresh.set(message.id, message);
    }
    if (fresh.size > told && timer === 0) timer = window.setTimeout(tell, burstMs);
  }
  function turn() {
    window.clearTimeout(timer);
    timer = 0;
    fresh.clear();
    told = 0;
    shown?.close();
    shown = null;
    hiddenSince = secondOf(now());
  }
  const leave = feed.onFrames(hear);
  document.addEventListener('visibilitychange', turn);
  return () => {
    leave();
    turn();
    document.removeEventListener('visibilitychange', turn);
  };
}
