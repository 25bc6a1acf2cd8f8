import type { WebhookFaults } from '../../src/contract/webhook.js';
import { spanWords } from './time-words.js';

/** The faults of an endpoint in words. */
export function webhookFaultWords(faults: WebhookFaults): string {
  const share = (value: number, word: string) => (value > 0 ? `${Math.round(value * 100)}% ${word}` : null);
  return [
    faults.drop_first > 0 ? `the first ${faults.drop_first} attempts are lost` : null,
    share(faults.duplicate, 'sent twice'),
    share(faults.corrupt_signature, 'with a wrong signature'),
    share(faults.truncate_body, 'with half a body'),
    faults.delay > 0 ? `held back ${spanWords(faults.delay)}` : null,
    faults.reorder > 0 ? `out of order within ${spanWords(faults.reorder)}` : null,
  ]
    .filter((words) => words !== null)
    .join(', ');
}
