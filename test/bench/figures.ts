import type { EmulatorHandle } from '../../src/index.js';
import { seconds } from './smtp-load.js';

/** A call of /v2. */
export const call = async <T>(
  emulator: Pick<EmulatorHandle, 'apiUrl' | 'apiKey'>,
  path: string,
  body?: object,
): Promise<T> => {
  const response = await fetch(`${emulator.apiUrl}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${emulator.apiKey}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return ((await response.json()) as { data: T }).data;
};

export const percentile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** Calls the API one call after the other until told to end; answers how long each took in ms. */
export async function probe(callOnce: () => Promise<unknown>, isOver: () => boolean): Promise<number[]> {
  const taken: number[] = [];
  while (!isOver()) taken.push(1000 * (await seconds(callOnce)));
  return taken;
}

export const median = (values: readonly number[]): number => percentile([...values], 0.5);

export const log = (what: string, figure: string, demand: string) =>
  process.stdout.write(`  ${what.padEnd(58)} ${figure.padEnd(34)} ${demand}\n`);
export const perSecond = (rate: number) => `${rate.toFixed(0)}/s`;
export const times = (a: number, b: number) => `${(a / b).toFixed(2)} ×`;
