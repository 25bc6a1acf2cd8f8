import { expect, it } from 'vitest';
import { callControl, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

interface Endpoint {
  id: string;
  url: string;
  origin: string;
}
interface Delivery {
  status: string;
  attempts: { status: number | null; error: string | null }[];
}

const endpointsOf = async (target: { url: string }) =>
  (await callControl<Endpoint[]>(target, '/webhooks')).data;
const deliveriesOf = async (target: { url: string }) =>
  (await callControl<Delivery[]>(target, '/deliveries?limit=500')).data;
const isOpen = (url: string) =>
  fetch(url, { method: 'POST', body: '{}' }).then(
    () => true,
    () => false,
  );

it('A play in a workspace without endpoints has a receiver that takes the deliveries, and is gone after it', async () => {
  const emulator = await useEmulator({ seed: 11 });
  await emulator.clock.freeze('2026-03-02T06:00:00Z');
  await emulator.play.start();
  const [endpoint] = await endpointsOf(emulator);
  if (!endpoint) throw new Error('the play has brought no endpoint');
  expect(endpoint).toMatchObject({ origin: 'play', enabled: true });
  await emulator.clock.advance('90m');
  const deliveries = await deliveriesOf(emulator);
  const statuses = deliveries.flatMap(({ attempts }) => attempts.map(({ status }) => status));
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  expect(deliveries.filter(({ status }) => status === 'failed')).toEqual([]);
  // A request that nobody signed.
  expect((await fetch(endpoint.url, { method: 'POST', body: '{}' })).status).toBe(401);

  await emulator.reset({ all: true });
  expect(await endpointsOf(emulator)).toMatchObject([{ origin: 'play', url: endpoint.url }]);
  await emulator.play.stop();
  expect([await endpointsOf(emulator), await deliveriesOf(emulator)]).toEqual([[], []]);
  await expect.poll(() => isOpen(endpoint.url)).toBe(false);
});

it('A play leaves the endpoints alone that are there, and brings none', async () => {
  const emulator = await useEmulator();
  const { id } = await emulator.webhooks.add({ url: 'http://127.0.0.1:9/' });
  await emulator.play.start();
  expect(await endpointsOf(emulator)).toMatchObject([{ id, origin: 'call' }]);
  await emulator.play.stop();
  expect(await endpointsOf(emulator)).toMatchObject([{ id }]);
});

it('Its receiver ends with the process or the workspace, and no snapshot brings it back', async () => {
  const data = await useDirectory();
  const first = await useEmulator({ data, play: 600 });
  const other = await first.workspace();
  await other.play.start();
  const { data: own } = await callControl<Endpoint[]>(first, '/webhooks', {
    headers: { 'X-Emulator-Workspace': other.id },
  });
  const urls = [own[0]?.url ?? '', (await endpointsOf(first))[0]?.url ?? ''];
  expect(new Set(urls).size).toBe(2);
  await first.snapshots.save('playing');
  await callControl(first, `/workspaces/${other.id}`, { method: 'DELETE' });
  await first.stop();
  for (const url of urls) await expect.poll(() => isOpen(url)).toBe(false);
  const second = await useEmulator({ data });
  expect(await endpointsOf(second)).toEqual([]);
  await second.snapshots.restore('playing');
  expect(await endpointsOf(second)).toEqual([]);
});
