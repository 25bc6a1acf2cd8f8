import { focusPage } from './focus-page.js';

/** Frames in which a page opens whose code comes over a slow connection. */
const mostFrames = 600;

/** Moves the focus to the page that is opened, once it is there and nothing floats over it, which gives the focus back. */
export function focusOpened(left = mostFrames): void {
  if (left === 0) return;
  requestAnimationFrame(() => {
    const isThere = document.querySelector('main:not([aria-busy=true])') !== null;
    if (isThere && !document.querySelector('dialog[open]')) focusPage();
    else focusOpened(left - 1);
  });
}
