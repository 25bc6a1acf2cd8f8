import { Dialog } from './dialog.js';
import '../styles/confirm.css';

export interface ConfirmProps {
  title: string;
  text: string;
  action: string;
  /** Whether nothing is lost by it. */
  isHarmless?: boolean;
  onConfirm(): void;
  onCancel(): void;
}

/** A question before something that is not undone with a click. Escape and the backdrop say no. */
export const Confirm = ({ title, text, action, isHarmless = false, onConfirm, onCancel }: ConfirmProps) => (
  <Dialog class="confirm" aria-labelledby="confirm-title" onClose={onCancel}>
    <div class="confirm-body">
      <h2 id="confirm-title">{title}</h2>
      <p>{text}</p>
      <div class="confirm-actions">
        <button type="button" class="button" autofocus onClick={onCancel}>
          Cancel
        </button>
        <button type="button" class={`button ${isHarmless ? 'primary' : 'destructive'}`} onClick={onConfirm}>
          {action}
        </button>
      </div>
    </div>
  </Dialog>
);
