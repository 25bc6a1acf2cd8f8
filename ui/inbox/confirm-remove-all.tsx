import { Confirm } from '../shell/confirm.js';

export interface ConfirmRemoveAllProps {
  total: number;
  onConfirm(): void;
  onCancel(): void;
}

export const ConfirmRemoveAll = ({ total, ...answers }: ConfirmRemoveAllProps) => (
  <Confirm
    title={total === 1 ? 'Delete the message?' : `Delete all ${total.toLocaleString()} messages?`}
    text="All mail of this workspace goes, whatever the search shows. Statistics of campaigns stay. This cannot be undone."
    action="Delete all"
    {...answers}
  />
);
