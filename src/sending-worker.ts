import { parentPort } from 'node:worker_threads';
import { systemTimers } from './core/clock.js';
import { createCourier } from './core/courier.js';
import type { Courier } from './core/courier.js';
import { createMailing, sourceOfCampaign } from './core/mailing.js';
import { createTracking } from './core/track.js';
import type { SendingAnswer, SendingJob, SendingOrder } from './sending-thread.js';
import { createTransport } from './smtp/transport.js';
import { signer } from './store/signatures.js';

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

const tell = (answer: SendingAnswer) => parentPort?.postMessage(answer);

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
    case 'write':
      return tell({ call: order.call, written: await courierOf(order.job).write(order.letters) });
    case 'handOver':
      return tell({ call: order.call, parcels: await courierOf(order.job).handOver(order.ids) });
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
