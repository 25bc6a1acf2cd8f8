const places = 'article, main, .rows-scroll, [role=listbox]';
let isKept = false;

/**
 * Where what has the focus is taken away, as a button by its own act, the nearest part of the page around it that stays has the
 * focus, so that keys and screen readers go on from there. Once begun it holds for all pages.
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
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    const place = others.find((part) => part.isConnected) ?? document.querySelector('main');
    around = [];
    if (!place) return;
    if (place.tabIndex < 0) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
}
