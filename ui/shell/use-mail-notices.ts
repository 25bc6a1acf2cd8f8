import { useCallback, useEffect } from 'preact/hooks';
import type { Feed } from '../live/feed.js';
import type { Go } from './address/address.js';
import { useStored } from './use-stored.js';
import type { ShowToast } from './dialogs/use-toast.js';

export interface MailNoticesDeps {
  feed: Feed;
  go: Go;
  show: ShowToast;
}

/** Desktop notifications of new mail, for those who asked for them. */
export interface Notices {
  /** Null where the browser has none to give. */
  isOn: boolean | null;
  toggle(): void;
}

const isChoice = (text: string): text is 'on' | 'off' => text === 'on' || text === 'off';
const isSupported = 'Notification' in window && window.isSecureContext;

/** The browser's own word on it, asked for where it has none yet. */
const mayNotify = async (): Promise<boolean> =>
  Notification.permission === 'granted' || (await Notification.requestPermission()) === 'granted';

export function useMailNotices({ feed, go, show }: MailNoticesDeps): Notices {
  const [choice, store] = useStored<'on' | 'off'>('notices', 'off', isChoice);
  const isOn = isSupported && choice === 'on' && Notification.permission === 'granted';

  useEffect(() => {
    if (!isOn) return undefined;
    let stop: (() => void) | null = null;
    let isEnded = false;
    void import('../live/mail-notices.js').then(({ watchMail }) => {
      if (isEnded) return;
      const open = (id: string | null) =>
        go({ page: 'inbox', steps: id === null ? [] : [id], query: new URLSearchParams() }, 'push');
      stop = watchMail({ feed, open });
    });
    return () => {
      isEnded = true;
      stop?.();
    };
  }, [isOn, feed, go]);

  const toggle = useCallback(() => {
    if (isOn) {
      store('off');
      show('No more notifications');
      return;
    }
    void mayNotify().then((may) => {
      if (may) {
        store('on');
        show('New mail is announced while this page is hidden');
      } else show('The browser blocks notifications: allow them in its settings for this page', 'bad');
    });
  }, [isOn, store, show]);
  return { isOn: isSupported ? isOn : null, toggle };
}
