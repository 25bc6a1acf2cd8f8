import type { ComponentType } from 'preact';
import type { Feed } from '../live/feed.js';
import type { HeldClock } from '../words/time-words.js';
import type { Address, Go } from './address/address.js';
import type { Control } from './workspace/control.js';
import type { IconName } from './icons.js';
import type { Info } from './workspace/info.js';
import type { Clip } from './use-copy.js';
import type { Notices } from './use-mail-notices.js';
import type { ShowToast } from './dialogs/use-toast.js';

/** Keys and what they do: `['j k', 'next, previous']`. */
export type KeyWords = readonly (readonly [keys: string, word: string])[];

/** A row of the table of pages. */
export interface Page {
  /** The first step of its addresses: `inbox` of `#/inbox/…`. */
  path: string;
  label: string;
  icon: IconName;
  /** Fetches its code, when it is first opened. */
  load(): Promise<PageView>;
  /** The letter that opens it after `g`. */
  key?: string;
  /** Its own keys, for the help sheet. */
  keys?: KeyWords;
  /** Parts of it that the palette offers: a word, and the first step of the address. */
  places?: readonly { word: string; step: string }[];
  /** A number beside the label, and what it counts: "3 unread". */
  count?: { word: string; of(counts: Info['workspace']['counts']): number };
}

export type PageView = ComponentType<PageProps>;

/** What the shell gives to the page that is open. */
export interface PageProps {
  control: Control;
  feed: Feed;
  /** Null until the emulator has answered. */
  info: Info | null;
  clock: HeldClock | null;
  /** The time of the workspace in ms. */
  now: number;
  address: Address;
  go: Go;
  clip: Clip;
  show: ShowToast;
  /** Desktop notifications of new mail. */
  notices: Notices;
}
