import type { LiveFrame } from '../../src/contract/frame.js';
import type { MessageSummary } from '../../src/contract/message.js';
import { recipientOf, subjectOf } from '../words/mailbox-words.js';
import { noticeWords } from '../words/notice-words.js';
import type { Feed } from './feed.js';

export interface MailNotices {
  feed: Feed;
  /** Opens a message, or the list. */
  open(id: string | null): void;
}

/** Mail that comes in this soon after another one is announced with it. */
const burstMs = 600;

/**
 * Announces mail that comes in while the page is hidden: one notification, which a later burst takes the place of, and
 * which goes when the page is looked at.
 */
export function watchMail({ feed, open }: MailNotices): () => void {
  const fresh = new Map<string, MessageSummary>();
  /** How many of them the notification counts. */
  let announced = 0;
  let timer = 0;
  let shown: Notification | null = null;

  function announce() {
    timer = 0;
    if (!document.hidden || fresh.size === 0) return;
    const mails = [...fresh.values()];
    const only = mails.length === 1 ? (mails[0]?.id ?? null) : null;
    const { title, body } = noticeWords(
      mails.map((mail) => ({ to: recipientOf(mail), subject: subjectOf(mail) })),
    );
    announced = mails.length;
    shown = new Notification(title, { body, tag: 'maildrone-mail', icon: './favicon.svg' });
    shown.onclick = () => {
      window.focus();
      open(only);
    };
  }
  function listen(frames: readonly LiveFrame[]) {
    for (const frame of frames) {
      if (frame.type !== 'message') continue;
      const { message, arrived } = frame;
      // Its first frame has no subject yet: that is read a moment later.
      if ((document.hidden && arrived) || fresh.has(message.id)) fresh.set(message.id, message);
    }
    if (fresh.size > announced && timer === 0) timer = window.setTimeout(announce, burstMs);
  }
  function reset() {
    window.clearTimeout(timer);
    timer = 0;
    fresh.clear();
    announced = 0;
    shown?.close();
    shown = null;
  }
  const unlisten = feed.onFrames(listen);
  document.addEventListener('visibilitychange', reset);
  return () => {
    unlisten();
    reset();
    document.removeEventListener('visibilitychange', reset);
  };
}

/** Asks the browser for leave where it has not said yet. Answers what to tell: that it is given, or why not. */
export async function askForNotices(): Promise<{ isGiven: boolean; words: string }> {
  const isGiven =
    Notification.permission === 'granted' || (await Notification.requestPermission()) === 'granted';
  const words = isGiven
    ? 'New mail is announced while this page is hidden'
    : 'The browser blocks notifications: allow them in its settings for this page';
  return { isGiven, words };
}
