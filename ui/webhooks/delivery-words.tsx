import type { Attempt, Delivery, DeliveryStatus } from '../../src/contract/delivery.js';
import { Chip } from '../shell/chip.js';

const states: Record<DeliveryStatus, { state: string; word: string }> = {
  pending: { state: 'deferred', word: 'Pending' },
  succeeded: { state: 'delivered', word: 'Delivered' },
  failed: { state: 'bounced', word: 'Failed' },
};

export const DeliveryChip = ({ status }: Pick<Delivery, 'status'>) => (
  <Chip tiny state={states[status].state}>
    {states[status].word}
  </Chip>
);

/** Whether an attempt was accepted, as the emulator counts it. */
export const isAccepted = ({ status, error }: Pick<Attempt, 'status' | 'error'>): boolean =>
  status !== null && status >= 200 && status < 300 && error === null;

/** "204", "500", "connection refused": how an attempt ended. */
export const endOf = ({ status, error }: Pick<Attempt, 'status' | 'error'>): string =>
  error ?? (status === null ? 'no answer' : String(status));
