import { Icon } from '../../shell/icons.js';
import type { ListActionsProps } from './list-actions.js';

/** What can be done with the rows that are picked. */
export const PickedActions = ({ picked, onMarkPicked, onRemovePicked, onUnpick }: ListActionsProps) => (
  <div class="counts" role="group" aria-label="Selected messages">
    <span role="status">
      <b>{picked.toLocaleString()}</b> selected
    </span>
    <span class="counts-tools">
      <button type="button" class="button quiet small" onClick={() => onMarkPicked(true)}>
        Mark read
      </button>
      <button type="button" class="button quiet small" onClick={() => onMarkPicked(false)}>
        Unread
      </button>
      <button type="button" class="button quiet small danger" onClick={onRemovePicked}>
        <Icon name="trash" size={14} /> Delete
      </button>
      <button
        type="button"
        class="button quiet small square"
        aria-label="Select none"
        title="Select none (Esc)"
        onClick={onUnpick}
      >
        <Icon name="close" size={14} />
      </button>
    </span>
  </div>
);
