import type { DeliveryRecord } from '../contract/delivery.js';
import type { DeliveryId, WebhookId } from '../contract/ids.js';
import type { Clock } from '../core/time/clock.js';
import { createHeap } from '../core/time/heap.js';
import type { Heap } from '../core/time/heap.js';
import type { Rows } from '../core/ports/ports.js';
import type { Scheduler } from '../core/time/scheduler.js';

/** Ids only: what is owed lives in the store. */
interface EndpointQueue {
  /** Due, in the order in which they became so. `head` is how many are taken: shifting a long array moves it each time. */
  due: DeliveryId[];
  head: number;
  waiting: Heap<{ at: number; seq: number; id: DeliveryId }>;
  alarm: { at: number; cancel(): void } | null;
}

export interface LanesDeps {
  deliveries: Rows<DeliveryRecord>;
  clock: Clock;
  scheduler: Pick<Scheduler, 'at'>;
  /** Something fell due. */
  onDue(id: WebhookId): void;
}

/** What is owed to each endpoint, in the order in which it falls due. */
export interface EndpointQueues {
  /** Takes up a pending delivery. Twice is harmless. */
  add(delivery: DeliveryRecord): void;
  /** The next one due, as it stands in the store. */
  next(id: WebhookId): DeliveryRecord | null;
  /** Forgets an endpoint. */
  clear(id: WebhookId): void;
}

const slackBeforeCompaction = 1000;

export function createEndpointQueues({ deliveries, clock, scheduler, onDue }: LanesDeps): EndpointQueues {
  const queues = new Map<WebhookId, EndpointQueue>();
  const laneOf = (id: WebhookId): EndpointQueue => {
    let queue = queues.get(id);
    if (!queue) {
      const waiting = createHeap<{ at: number; seq: number; id: DeliveryId }>(
        (a, b) => a.at < b.at || (a.at === b.at && a.seq < b.seq),
      );
      queues.set(id, (queue = { due: [], head: 0, waiting, alarm: null }));
    }
    return queue;
  };

  /** One alarm an endpoint, at its next retry: not one for each of thousands. */
  function arm(id: WebhookId, queue: EndpointQueue) {
    const at = queue.waiting.peek()?.at;
    if (at === undefined || (queue.alarm && queue.alarm.at <= at)) return;
    queue.alarm?.cancel();
    const job = scheduler.at(at, () => {
      queue.alarm = null;
      if (queues.get(id) === queue) onDue(id);
    });
    queue.alarm = { at, cancel: job.cancel };
  }

  function promoteDue(id: WebhookId, queue: EndpointQueue) {
    for (let top = queue.waiting.peek(); top && top.at <= clock.now(); top = queue.waiting.peek()) {
      queue.waiting.pop();
      queue.due.push(top.id);
    }
    arm(id, queue);
  }

  function take({ due, head }: EndpointQueue): DeliveryId | undefined {
    return due[head];
  }
  function drop(queue: EndpointQueue) {
    queue.head += 1;
    if (queue.head < slackBeforeCompaction || queue.head * 2 < queue.due.length) return;
    queue.due = queue.due.slice(queue.head);
    queue.head = 0;
  }

  // What changed since it was queued (sent, removed, put off again) is passed over.
  const isDue = (row: DeliveryRecord | undefined): row is DeliveryRecord =>
    row?.status === 'pending' && (row.next_attempt_at ?? 0) <= clock.now();

  return {
    add({ id, seq, webhook_id, next_attempt_at }) {
      const queue = laneOf(webhook_id);
      if (next_attempt_at === null || next_attempt_at <= clock.now()) queue.due.push(id);
      else {
        queue.waiting.push({ at: next_attempt_at, seq, id });
        arm(webhook_id, queue);
      }
    },
    next(id) {
      const queue = queues.get(id);
      if (!queue) return null;
      promoteDue(id, queue);
      for (let due = take(queue); due; due = take(queue)) {
        drop(queue);
        const row = deliveries.get(due);
        if (isDue(row)) return row;
      }
      return null;
    },
    clear(id) {
      queues.get(id)?.alarm?.cancel();
      queues.delete(id);
    },
  };
}
