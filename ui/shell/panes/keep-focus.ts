const places = 'article, main, .rows-scroll, [role=listbox]';
let isKept = false;

const isGone = (part: HTMLElement): boolean =>
  !part.isConnected || part.matches(':disabled') || !part.checkVisibility();

/**
 * Where what has the focus is taken away, hidden or switched off, as a button by its own act, the nearest part of the page around
 * it that stays has the focus, so that keys and screen readers go on from there. Once begun it holds for all pages.
 */
export function keepFocus(): void {
  if (isKept) return;
  isKept = true;
  let around: readonly HTMLElement[] = [];
  document.addEventListener('focusin', ({ target }) => {
    around = [];
    for (let at = target; at instanceof HTMLElement; at = at.parentElement)
      if (at === target || at.matches(places)) around = [...around, at];
  });
  new MutationObserver(() => {
    const [last, ...others] = around;
    // A browser takes the focus from what is off only when it draws the page.
    const isThere = document.activeElement === last || document.activeElement === document.body;
    if (!last || !isThere || !isGone(last)) return;
    const place = others.find((part) => !isGone(part)) ?? document.querySelector('main');
    around = [];
    if (!place) return;
    if (place.tabIndex < 0) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['class', 'disabled'] });
}
