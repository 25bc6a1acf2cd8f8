/**
 * Runs in the browser: narrows the calls to those that have all words of the search, and folds the list of calls where
 * there is little room. It is sent as its own source text, so it may use nothing from outside of itself.
 */
export function searchCalls(): void {
  const field = document.querySelector<HTMLInputElement>('#search');
  const none = document.querySelector<HTMLElement>('#none');
  const list = document.querySelector<HTMLDetailsElement>('#calls');
  const articles = [...document.querySelectorAll<HTMLElement>('article[data-words]')];
  const groups = [...document.querySelectorAll<HTMLElement>('[data-group]')];
  const narrow = window.matchMedia('(max-width: 56.25rem)');

  const search = () => {
    const words = (field?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const article of articles) {
      const isMeant = words.every((word) => article.dataset['words']?.includes(word));
      if (isMeant) count += 1;
      article.hidden = !isMeant;
      const link = document.querySelector<HTMLElement>(`nav a[href="#${article.id}"]`);
      if (link) link.hidden = !isMeant;
    }
    for (const group of groups) {
      const rows = [...group.querySelectorAll<HTMLElement>('article, a')];
      group.hidden = rows.every(({ hidden }) => hidden);
    }
    if (none) none.hidden = count > 0;
  };
  field?.addEventListener('input', search);
  window.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea');
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field?.select();
  });

  const fold = () => {
    if (list) list.open = !narrow.matches;
  };
  narrow.addEventListener('change', fold);
  list?.addEventListener('click', ({ target }) => {
    if (narrow.matches && target instanceof Element && target.closest('a')) fold();
  });
  fold();
  // The browser may have kept what was typed over a reload.
  search();
}

/** Runs in the browser, before the page is drawn: the colours that were chosen in the web UI. */
export function applyTheme(): void {
  try {
    const theme = localStorage.getItem('maildrone.theme');
    if (theme !== null) document.documentElement.dataset['theme'] = theme;
  } catch {
    // Where storing is forbidden the system decides.
  }
}
