import { ActButton } from '../act-button.js';
import { Dialog } from './dialog.js';
import '../styles/confirm.css';

export interface ConfirmProps {
  title: string;
  text: string;
  action: string;
  /** Why it cannot be confirmed yet; null where it can. */
  offReason?: string | null;
  /** Whether nothing is lost by it. */
  isHarmless?: boolean;
  onConfirm(): void;
  onCancel(): void;
}

/** A question before something that is not undone with a click. Escape and the backdrop say no. */
export const Confirm = ({
  title,
  text,
  action,
  offReason = null,
  onConfirm,
  onCancel,
  ...props
}: ConfirmProps) => (
  <Dialog class="confirm" aria-labelledby="confirm-title" onClose={onCancel}>
    <div class="confirm-body">
      <h2 id="confirm-title">{title}</h2>
      <p>{text}</p>
      <div class="confirm-actions">
        <button type="button" class="button" autofocus onClick={onCancel}>
          Cancel
        </button>
        <ActButton
          class={`button ${props.isHarmless ? 'primary' : 'destructive'}`}
          isOff={offReason !== null}
          title={offReason ?? undefined}
          onClick={onConfirm}
        >
          {action}
        </ActButton>
      </div>
    </div>
  </Dialog>
);
