import type { DeliveryRecord } from '../contract/delivery.js';
import type { DeliveryId } from '../contract/ids.js';
import type { WebhookRecord } from '../contract/webhook.js';
import type { Store } from '../core/ports/ports.js';
import type { Clock } from '../core/time/clock.js';
import { nextDelivery, nextEndpointHealth } from '../core/webhooks/retry-policy.js';
import type { AttemptOutcome } from '../core/webhooks/retry-policy.js';
import { createAnswerBudget } from './attempt-log-budget.js';

export interface RecorderDeps {
  store: Store;
  clock: Clock;
  seed(): number;
  report(webhook: WebhookRecord, delivery: DeliveryRecord, outcome: AttemptOutcome): void;
}

/** Puts what attempts came to into the store. */
export interface Recorder {
  /** Stores an attempt, the next step of its delivery and the health of its endpoint. Throws while the store cannot write. */
  record(id: DeliveryId, outcome: AttemptOutcome): void;
  /** Counts the attempts that the store has already. */
  resume(): void;
}

export function createRecorder({ store, clock, seed, report }: RecorderDeps): Recorder {
  const budget = createAnswerBudget(store);
  return {
    record(id, outcome) {
      const delivery = store.deliveries.get(id);
      const webhook = delivery && store.webhooks.get(delivery.webhook_id);
      if (!delivery || !webhook) return;
      const settling = { webhook, delivery, outcome, now: clock.now(), seed: seed() };
      const row = nextDelivery(settling);
      const health = nextEndpointHealth(settling);
      store.commit((tx) => {
        tx.put('deliveries', row);
        if (health) tx.put('webhooks', { ...webhook, ...health });
        budget.charge(tx, row, outcome.attempt);
      });
      report({ ...webhook, ...health }, row, outcome);
    },
    resume: budget.resume,
  };
}
