/** What stands in a field, as far as a person changes it. */
function valueIn(field: Element): string {
  if (field instanceof HTMLInputElement)
    return field.type === 'checkbox' || field.type === 'radio' ? String(field.checked) : field.value;
  return field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement ? field.value : '';
}

const contentOf = (form: HTMLFormElement): string => [...form.elements].map(valueIn).join('\n');

const formOf = ({ target }: Event): HTMLFormElement | null =>
  target instanceof Element ? target.closest('form') : null;

/** How a person comes to a form: by key, by mouse, or with a file. */
const arrivals = ['focusin', 'pointerdown', 'dragenter'];
/** How a person fills it in; a page that empties it once it is sent does not. */
const entries = ['input', 'change'];

/**
 * Knows which forms have what would be lost: those whose fields are not what they were when a person came to them, until
 * they are sent, and those that were sent and refused. Works for every form of every page.
 */
export function createUnsaved(root: Document) {
  const before = new WeakMap<HTMLFormElement, string>();
  const entered = new WeakSet<HTMLFormElement>();
  const sent = new WeakSet<HTMLFormElement>();
  const isUnsaved = (form: HTMLFormElement): boolean => {
    const kept = before.get(form);
    if (kept === undefined) return false;
    const isRefused = sent.has(form) && form.querySelector('[aria-invalid="true"]') !== null;
    return isRefused || (entered.has(form) && kept !== contentOf(form));
  };
  return {
    /** Whether leaving the page would lose something. */
    isThere: (): boolean => [...root.forms].some(isUnsaved),
    /** Watches forms until the returned function is called. */
    watch(): () => void {
      const onArrival = (event: Event) => {
        const form = formOf(event);
        if (form && !before.has(form)) before.set(form, contentOf(form));
      };
      const onEntry = (event: Event) => {
        const form = formOf(event);
        if (form) entered.add(form);
      };
      const onSubmit = (event: Event) => {
        const form = formOf(event);
        if (!form) return;
        before.set(form, contentOf(form));
        entered.delete(form);
        sent.add(form);
      };
      // As they come, before a form hears of them.
      const listeners = new AbortController();
      const options = { capture: true, signal: listeners.signal };
      for (const arrival of arrivals) root.addEventListener(arrival, onArrival, options);
      for (const entry of entries) root.addEventListener(entry, onEntry, options);
      root.addEventListener('submit', onSubmit, options);
      return () => listeners.abort();
    },
  };
}
