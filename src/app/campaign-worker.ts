import { parentPort } from 'node:worker_threads';
import { systemTimers } from '../core/time/clock.js';
import { createCourier } from '../core/outbox/bulk-sender.js';
import type { Courier, Parcel, WrittenLetter } from '../core/outbox/bulk-sender.js';
import { createMailing, sourceOfCampaign } from '../core/compose/compose.js';
import { createTracking } from '../core/tracking/tracking.js';
import type { SendingAnswer, SendingJob, SendingOrder } from './campaign-thread.js';
import { createTransport } from '../smtp/client/pool.js';
import { signer } from '../store/search/bloom-filters.js';

// Of this thread alone: mails of a usual size share their memory, which takes far less of it from the system and back.
Buffer.poolSize = 1024 * 1024;

/** The program of the thread that sends large campaigns: an entry of the bundle by itself. */
const couriers = new Map<number, Courier>();

function openCourier({ campaign, workspace, secret, publicUrl, strict, smtp }: SendingJob): Courier {
  const tracking = createTracking({ publicUrl: () => publicUrl, secret });
  const transport = createTransport(() => smtp, systemTimers);
  const courier = createCourier({
    mailing: createMailing(sourceOfCampaign(campaign), { tracking, workspace, strict, signer }),
    transport,
  });
  return {
    ...courier,
    close() {
      courier.close();
      transport.close();
    },
  };
}

const tell = (answer: SendingAnswer, handedOver: ArrayBuffer[] = []) =>
  parentPort?.postMessage(answer, handedOver);

// Longer texts are cut where they are kept, which is left to that place.
const longestPacked = 1024 * 1024;

/**
 * Texts and signatures of a batch in one piece of memory, which is handed over and not copied. As strings they would be
 * copied there and moved about by each collection of garbage until they are written.
 */
function packTexts(written: readonly (WrittenLetter | string)[]): ArrayBuffer[] {
  const letters = written.filter((letter) => typeof letter !== 'string');
  const packed = letters.flatMap((letter) => {
    const { text, signature } = letter.search;
    if (typeof text !== 'string' || text.length > longestPacked || !signature) return [];
    return [{ letter, text, signature, bytes: Buffer.byteLength(text) }];
  });
  const words = packed.reduce((sum, { signature }) => sum + signature.length, 0);
  const memory = new ArrayBuffer(words * 4 + packed.reduce((sum, { bytes }) => sum + bytes, 0));
  const texts = Buffer.from(memory, words * 4);
  let [word, at] = [0, 0];
  for (const { letter, text, signature, bytes } of packed) {
    const kept = new Uint32Array(memory, word * 4, signature.length);
    kept.set(signature);
    texts.write(text, at, bytes, 'utf8');
    letter.search = { text: new Uint8Array(memory, words * 4 + at, bytes), signature: kept };
    word += signature.length;
    at += bytes;
  }
  return [memory];
}

/** A refused mail in memory of its own: all of the memory that it shares with others would go along with it. */
const apart = (parcel: Parcel): Parcel =>
  parcel.raw ? { ...parcel, raw: new Uint8Array(parcel.raw) } : parcel;

function courierOf(job: number): Courier {
  const courier = couriers.get(job);
  if (!courier) throw new Error(`there is no job ${job}`);
  return courier;
}

async function obey(order: SendingOrder): Promise<void> {
  switch (order.do) {
    case 'open':
      couriers.set(order.job, openCourier(order.what));
      return;
    case 'write': {
      const written = await courierOf(order.job).write(order.letters);
      const memory = packTexts(written);
      return tell({ call: order.call, written }, memory);
    }
    case 'handOver': {
      const parcels = await courierOf(order.job).handOver(order.ids);
      return tell({ call: order.call, parcels: parcels.map(apart) });
    }
    case 'close':
      couriers.get(order.job)?.close();
      couriers.delete(order.job);
  }
}

parentPort?.on('message', (order: SendingOrder) => {
  obey(order).catch((error: unknown) => {
    if ('call' in order) tell({ call: order.call, error: String(error) });
  });
});
