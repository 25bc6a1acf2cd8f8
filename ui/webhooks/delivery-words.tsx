import type { Attempt, Delivery, DeliveryStatus } from '../../src/contract/delivery.js';
import { Chip } from '../shell/chip.js';
import type { IconName } from '../shell/icons.js';

const states: Record<DeliveryStatus, { state: string; icon: IconName; word: string }> = {
  pending: { state: 'deferred', icon: 'clock', word: 'Pending' },
  succeeded: { state: 'delivered', icon: 'check', word: 'Delivered' },
  failed: { state: 'bounced', icon: 'bounce', word: 'Failed' },
};

export const DeliveryChip = ({ status }: Pick<Delivery, 'status'>) => (
  <Chip tiny icon={states[status].icon} state={states[status].state}>
    {states[status].word}
  </Chip>
);

/** Whether an attempt was accepted, as the emulator counts it. */
export const isAccepted = ({ status, error }: Pick<Attempt, 'status' | 'error'>): boolean =>
  status !== null && status >= 200 && status < 300 && error === null;

/** "204", "500", "connection refused": how an attempt ended. */
export const endOf = ({ status, error }: Pick<Attempt, 'status' | 'error'>): string =>
  error ?? (status === null ? 'no answer' : String(status));
