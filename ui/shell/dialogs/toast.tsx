import { Icon } from '../icons.js';
import { focusPage } from '../panes/focus-page.js';
import type { Toast } from './use-toast.js';

/** The button that has the focus goes with the notice: the list has it then, or the page. */
function giveFocusOn(): void {
  const list = document.querySelector<HTMLElement>('main :is(.rows-scroll, [role=listbox])');
  if (list) list.focus({ preventScroll: true });
  else focusPage();
}

export const ToastView = ({ toast, onDismiss }: { toast: Toast | null; onDismiss: () => void }) => (
  <div class="toast-place" role="status" aria-live="polite">
    {toast && (
      <div class={`toast ${toast.tone}`} data-testid="toast" onClick={giveFocusOn}>
        <bdi>{toast.text}</bdi>
        {toast.undo && (
          <button type="button" class="toast-undo" onClick={toast.undo}>
            Undo
          </button>
        )}
        <button type="button" class="toast-close" aria-label="Dismiss" onClick={onDismiss}>
          <Icon name="close" size={14} />
        </button>
      </div>
    )}
  </div>
);
