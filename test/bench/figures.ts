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
  if (!response.ok) throw new Error(`${path}: ${response.status} ${(await response.text()).slice(0, 200)}`);
  return ((await response.json()) as { data: T }).data;
};

/** Calls the API one call after the other until told to end; answers how long each took in ms. */
export async function probe(callOnce: () => Promise<unknown>, isOver: () => boolean): Promise<number[]> {
  const taken: number[] = [];
  while (!isOver()) taken.push(1000 * (await seconds(callOnce)));
  return taken;
}

/** The share of each round in its floor. */
export const sharesOf = (rates: readonly number[], floors: readonly number[]): number[] =>
  rates.map((rate, round) => rate / (floors[round] ?? NaN));
