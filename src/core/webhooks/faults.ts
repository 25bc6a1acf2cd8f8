import type { DeliveryRecord } from '../../contract/delivery.js';
import { isAccepted, nextNumber } from '../../contract/delivery.js';
import type { FaultMark, WebhookRecord } from '../../contract/webhook.js';
import { hashFraction } from '../time/random.js';

type Drawn = Pick<DeliveryRecord, 'draw' | 'attempts'>;

/** A number in [0, 1) for a fault of the delivery with the number `draw`: the same in every run with the same seed. */
const fraction = (seed: number, fault: FaultMark, draw: number): number =>
  hashFraction(seed, 'webhook', fault, draw);

const applies = (share: number, seed: number, fault: FaultMark, draw: number): boolean =>
  share > 0 && fraction(seed, fault, draw) < share;

/** How long a new delivery is held back, in ms. */
export function holdBack({ faults }: Pick<WebhookRecord, 'faults'>, draw: number, seed: number): number {
  if (!faults) return 0;
  const { delay, reorder } = faults;
  return delay + (reorder > 0 ? Math.floor(reorder * fraction(seed, 'reorder', draw)) : 0);
}

/** Whether a delivery is yet to be sent a second time after its success. */
export function isDuplicated({ faults }: WebhookRecord, { draw, attempts }: Drawn, seed: number): boolean {
  if (!faults || draw === null || attempts.some((attempt) => attempt.faults.includes('duplicate')))
    return false;
  return applies(faults.duplicate, seed, 'duplicate', draw);
}

const hasSucceeded = ({ attempts }: Drawn): boolean => attempts.some(isAccepted);

/** The faults of the next attempt of a delivery. */
export function faultsOfNext(webhook: WebhookRecord, delivery: Drawn, seed: number): FaultMark[] {
  const { faults } = webhook;
  const { draw } = delivery;
  if (!faults || draw === null) return [];
  const number = nextNumber(delivery);
  if (hasSucceeded(delivery)) return isDuplicated(webhook, delivery, seed) ? ['duplicate'] : [];
  const marks: FaultMark[] = [];
  if (number === 1 && faults.delay > 0) marks.push('delay');
  if (number === 1 && faults.reorder > 0) marks.push('reorder');
  if (number <= faults.drop_first) return [...marks, 'drop_first'];
  if (number > faults.drop_first + 1) return marks;
  if (applies(faults.corrupt_signature, seed, 'corrupt_signature', draw)) marks.push('corrupt_signature');
  if (applies(faults.truncate_body, seed, 'truncate_body', draw)) marks.push('truncate_body');
  return marks;
}

/** A signature that is well formed and wrong. */
export const corrupted = (signature: string): string =>
  `${signature.slice(0, -1)}${signature.endsWith('0') ? '1' : '0'}`;

/** The first half of a body; ours are ASCII but for addresses and URLs, and a cut one is broken anyway. */
export const truncated = (body: string): string => body.slice(0, Math.floor(body.length / 2));
