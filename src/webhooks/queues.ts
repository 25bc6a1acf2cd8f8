import type { DeliveryRecord } from '../contract/delivery.js';
import type { DeliveryId, WebhookId } from '../contract/ids.js';
import type { Clock } from '../core/time/clock.js';
import { createHeap } from '../core/time/heap.js';
import type { Heap } from '../core/time/heap.js';
import type { Rows } from '../core/ports/ports.js';
import type { Scheduler } from '../core/time/scheduler.js';

/** Ids only: what is owed lives in the store. */
interface Lane {
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
export interface Lanes {
  /** Takes up a pending delivery. Twice is harmless. */
  add(delivery: DeliveryRecord): void;
  /** The next one due, as it stands in the store. */
  next(id: WebhookId): DeliveryRecord | null;
  /** Forgets an endpoint. */
  clear(id: WebhookId): void;
}

const slackBeforeCompaction = 1000;

export function createLanes({ deliveries, clock, scheduler, onDue }: LanesDeps): Lanes {
  const lanes = new Map<WebhookId, Lane>();
  const laneOf = (id: WebhookId): Lane => {
    let lane = lanes.get(id);
    if (!lane) {
      const waiting = createHeap<{ at: number; seq: number; id: DeliveryId }>(
        (a, b) => a.at < b.at || (a.at === b.at && a.seq < b.seq),
      );
      lanes.set(id, (lane = { due: [], head: 0, waiting, alarm: null }));
    }
    return lane;
  };

  /** One alarm an endpoint, at its next retry: not one for each of thousands. */
  function arm(id: WebhookId, lane: Lane) {
    const at = lane.waiting.peek()?.at;
    if (at === undefined || (lane.alarm && lane.alarm.at <= at)) return;
    lane.alarm?.cancel();
    const job = scheduler.at(at, () => {
      lane.alarm = null;
      if (lanes.get(id) === lane) onDue(id);
    });
    lane.alarm = { at, cancel: job.cancel };
  }

  function ripen(id: WebhookId, lane: Lane) {
    for (let top = lane.waiting.peek(); top && top.at <= clock.now(); top = lane.waiting.peek()) {
      lane.waiting.pop();
      lane.due.push(top.id);
    }
    arm(id, lane);
  }

  function take({ due, head }: Lane): DeliveryId | undefined {
    return due[head];
  }
  function drop(lane: Lane) {
    lane.head += 1;
    if (lane.head < slackBeforeCompaction || lane.head * 2 < lane.due.length) return;
    lane.due = lane.due.slice(lane.head);
    lane.head = 0;
  }

  // What changed since it was queued (sent, removed, put off again) is passed over.
  const isDue = (row: DeliveryRecord | undefined): row is DeliveryRecord =>
    row?.status === 'pending' && (row.next_attempt_at ?? 0) <= clock.now();

  return {
    add({ id, seq, webhook_id, next_attempt_at }) {
      const lane = laneOf(webhook_id);
      if (next_attempt_at === null || next_attempt_at <= clock.now()) lane.due.push(id);
      else {
        lane.waiting.push({ at: next_attempt_at, seq, id });
        arm(webhook_id, lane);
      }
    },
    next(id) {
      const lane = lanes.get(id);
      if (!lane) return null;
      ripen(id, lane);
      for (let due = take(lane); due; due = take(lane)) {
        drop(lane);
        const row = deliveries.get(due);
        if (isDue(row)) return row;
      }
      return null;
    },
    clear(id) {
      lanes.get(id)?.alarm?.cancel();
      lanes.delete(id);
    },
  };
}
