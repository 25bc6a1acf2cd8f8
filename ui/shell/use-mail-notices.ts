import { useCallback, useEffect } from 'preact/hooks';
import type { Feed } from '../live/feed.js';
import type { Go } from './address/address.js';
import { useStored } from './use-stored.js';
import { reasonOf } from './workspace/control.js';
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

/** Fetched when somebody wants them. */
const load = () => import('../live/mail-notices.js');

export function useMailNotices({ feed, go, show }: MailNoticesDeps): Notices {
  const [choice, store] = useStored<'on' | 'off'>('notices', 'off', isChoice);
  const isOn = isSupported && choice === 'on' && Notification.permission === 'granted';

  useEffect(() => {
    if (!isOn) return undefined;
    let stop: (() => void) | null = null;
    let isEnded = false;
    void load().then(({ watchMail }) => {
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
    void load()
      .then(({ askForNotices }) => askForNotices())
      .then(
        ({ isGiven, words }) => {
          if (isGiven) store('on');
          show(words, isGiven ? 'plain' : 'bad');
        },
        (error: unknown) => show(reasonOf(error), 'bad'),
      );
  }, [isOn, store, show]);
  return { isOn: isSupported ? isOn : null, toggle };
}
