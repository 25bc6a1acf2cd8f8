import { expect, it } from 'vitest';
import type { MessageId } from '../../contract/ids.js';
import { copyInMemory, createMemoryBlobs } from './blobs.js';

const ids: MessageId[] = ['email_00000001', 'email_00000002', 'email_00000003'];
const [first, second, third] = ids as [MessageId, MessageId, MessageId];
const textOf = (raw: Buffer | null) => raw?.toString() ?? null;

it('a pin in memory keeps the mail of its moment, whatever is removed or takes its place meanwhile', async () => {
  const blobs = createMemoryBlobs();
  for (const id of [first, second]) await blobs.put(id, Buffer.from(id));
  const pinned = blobs.pin();
  await blobs.remove(first);
  const later = blobs.pin();
  await blobs.remove(second);
  const coming = blobs.next();
  await coming.put(third, Buffer.from(third));
  await coming.activate()();
  await blobs.close();
  expect(await Promise.all([first, second].map(async (id) => textOf(await pinned.get(id))))).toEqual([
    first,
    second,
  ]);
  expect(textOf(await later.get(first))).toBe(null);
  expect(textOf(await later.get(second))).toBe(second);

  const copy = await copyInMemory(pinned, ids);
  pinned.release();
  later.release();
  expect(await copy.read(({ get }) => Promise.all(ids.map(async (id) => textOf(await get(id)))))).toEqual([
    first,
    second,
    null,
  ]);
});
