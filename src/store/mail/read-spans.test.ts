import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { useDirectory } from '../../../test/support/process.js';
import { createGrowingFile } from '../files/growing-file.js';
import { createSpanReader } from './read-spans.js';

const megabyte = 1024 * 1024;

/** A file of 3 MB whose bytes tell where they stand, and how often it was read. */
async function openFile() {
  const whole = Buffer.from(Uint32Array.from({ length: (3 * megabyte) / 4 }, (_, at) => at).buffer);
  const file = await open(join(await useDirectory(), 'file'), 'w+');
  onTestFinished(() => file.close());
  await file.write(whole);
  const growing = createGrowingFile(file, whole.length);
  let calls = 0;
  const counted = {
    read(offset: number, bytes: number) {
      calls += 1;
      return growing.read(offset, bytes);
    },
  };
  const read = createSpanReader(counted);
  return { whole, read, calls: () => calls };
}

it('reads what stands together at once, whatever the order in which it is asked for', async () => {
  const { whole, read, calls } = await openFile();
  const places = [900, 40, 0, 300, 299, 300].map((offset) => ({ offset, bytes: 77 }));
  const found = await Promise.all(places.map(read));
  expect(found).toEqual(places.map(({ offset, bytes }) => whole.subarray(offset, offset + bytes)));
  expect(calls()).toBe(1);
});

it('reads what stands apart, or is large, by itself', async () => {
  const { whole, read, calls } = await openFile();
  const places = [
    { offset: 0, bytes: 10 },
    { offset: 100_000, bytes: 10 },
    { offset: 200_000, bytes: megabyte },
    { offset: 200_000 + megabyte, bytes: megabyte },
  ];
  const found = await Promise.all(places.map(read));
  expect(
    found.every((raw, n) => raw?.equals(whole.subarray(places[n]?.offset).subarray(0, raw.length))),
  ).toBe(true);
  expect(found.map((raw) => raw?.length)).toEqual(places.map(({ bytes }) => bytes));
  expect(calls()).toBe(4);
});

it('answers null for bytes that are not there, and the others all the same', async () => {
  const { whole, read } = await openFile();
  const end = 3 * megabyte;
  expect(
    await Promise.all(
      [
        { offset: end - 10, bytes: 10 },
        { offset: end - 5, bytes: 6 },
        { offset: end + 9, bytes: 1 },
      ].map(read),
    ),
  ).toEqual([whole.subarray(end - 10), null, null]);
});

it('rejects each where the file cannot be read', async () => {
  const read = createSpanReader({ read: () => Promise.reject(new Error('gone')) });
  const results = await Promise.allSettled([read({ offset: 0, bytes: 1 }), read({ offset: 9, bytes: 1 })]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
