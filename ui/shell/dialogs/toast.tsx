import { Icon } from '../icons.js';
import type { Toast } from './use-toast.js';

export const ToastView = ({ toast, onDismiss }: { toast: Toast | null; onDismiss: () => void }) => (
  <div class="toast-place" role="status" aria-live="polite">
    {toast && (
      <div class={`toast ${toast.tone}`} data-testid="toast">
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
