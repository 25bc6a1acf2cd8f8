import type { KeyWords } from '../shell/page.js';

/** The keys of the inbox, for the help sheet and its empty side. */
export const inboxKeys: KeyWords = [
  ['j k', 'next, previous'],
  ['Enter', 'open'],
  ['/', 'search'],
  ['u', 'read, unread'],
  ['#', 'delete'],
  ['Esc', 'back'],
  ['x', 'select'],
  ['Shift ↑ ↓', 'select several'],
  ['Home End', 'first, last'],
];
