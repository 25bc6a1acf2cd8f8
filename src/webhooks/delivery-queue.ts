import TinyQueue from 'tinyqueue';
import type { DeliveryRecord } from '../contract/delivery.js';
import type { DeliveryId } from '../contract/ids.js';
import type { Clock } from '../core/time/clock.js';
import type { Rows } from '../core/ports/ports.js';
import type { Scheduler } from '../core/time/scheduler.js';

export interface DeliveryQueueDeps {
  deliveries: Rows<DeliveryRecord>;
  clock: Clock;
  scheduler: Pick<Scheduler, 'at'>;
  /** Called when a retry falls due. */
  onDue(): void;
}

/** The pending deliveries of one endpoint, in the order in which they fall due. Holds ids only: the rows are the store's. */
export interface DeliveryQueue {
  /** Queues a pending delivery, which stands in the queue once: where it is queued again, its newer time counts. */
  add(delivery: DeliveryRecord): void;
  /** Takes out the next delivery that is due, as the store has it now; null when none is. */
  next(): DeliveryRecord | null;
  clear(): void;
}

/** The place of a delivery that waits for no time. */
const dueNow = -Infinity;

interface Retry {
  at: number;
  seq: number;
  id: DeliveryId;
}

const slackBeforeCompaction = 1000;
const byTime = (a: Retry, b: Retry): number => a.at - b.at || a.seq - b.seq;

export function createDeliveryQueue({
  deliveries,
  clock,
  scheduler,
  onDue,
}: DeliveryQueueDeps): DeliveryQueue {
  let due: DeliveryId[] = [];
  /** How many of `due` are taken: shifting a long array would move it each time. */
  let taken = 0;
  let retries = new TinyQueue([], byTime);
  /** When each queued delivery is due. What `due` and `retries` hold under another time is out of date. */
  const times = new Map<DeliveryId, number>();
  let alarm: { at: number; cancel(): void } | null = null;

  /** Keeps one alarm, at the next retry: not one for each of thousands. */
  function arm() {
    const at = retries.peek()?.at;
    if (at === undefined || (alarm && alarm.at <= at)) return;
    alarm?.cancel();
    const job = scheduler.at(at, () => {
      alarm = null;
      onDue();
    });
    alarm = { at, cancel: job.cancel };
  }
  function add({ id, seq, next_attempt_at }: DeliveryRecord) {
    const isDue = next_attempt_at === null || next_attempt_at <= clock.now();
    const at = isDue ? dueNow : next_attempt_at;
    if (times.get(id) === at) return;
    times.set(id, at);
    if (isDue) return void due.push(id);
    retries.push({ at, seq, id });
    arm();
  }
  function promoteDue() {
    for (let top = retries.peek(); top && top.at <= clock.now(); top = retries.peek()) {
      retries.pop();
      if (times.get(top.id) !== top.at) continue;
      times.set(top.id, dueNow);
      due.push(top.id);
    }
    arm();
  }
  function take(): DeliveryId | undefined {
    const id = due[taken];
    if (id === undefined) return undefined;
    taken += 1;
    if (taken >= slackBeforeCompaction && taken * 2 >= due.length) {
      due = due.slice(taken);
      taken = 0;
    }
    return id;
  }

  return {
    add,
    next() {
      promoteDue();
      for (let id = take(); id; id = take()) {
        if (times.get(id) !== dueNow) continue;
        times.delete(id);
        // One that was settled or removed since it was queued is passed over.
        const row = deliveries.get(id);
        if (row?.status !== 'pending') continue;
        if ((row.next_attempt_at ?? dueNow) <= clock.now()) return row;
        // It was put off, or the clock was set back: it waits for its time again.
        add(row);
      }
      return null;
    },
    clear() {
      alarm?.cancel();
      alarm = null;
      due = [];
      taken = 0;
      times.clear();
      retries = new TinyQueue([], byTime);
    },
  };
}
