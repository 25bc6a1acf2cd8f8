import { closeSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { useDirectory } from '../../../test/support/process.js';
import { createGrowingFile, quickBytes } from './growing-file.js';

async function openFile() {
  const path = join(await useDirectory(), 'file');
  const file = await open(path, 'a+');
  onTestFinished(() => file.close());
  return { path, file };
}

it('appends pieces in their order, of any size, and reads any place', async () => {
  const { file } = await openFile();
  const growing = createGrowingFile(file, 0);
  const large = Buffer.alloc(2 * quickBytes, 'large ');
  await growing.append([Buffer.from('one '), Buffer.from('two ')]);
  await growing.append([large, Buffer.from('end')]);
  expect(growing.size).toBe(8 + large.length + 3);
  expect((await growing.read(0, 8)).toString()).toBe('one two ');
  expect(await growing.read(8, large.length)).toEqual(large);
  expect((await growing.read(8 + large.length, 100)).toString()).toBe('end');
  expect(await growing.read(growing.size + 1, 10)).toHaveLength(0);
});

it('takes off what a failed append left, at once or before the next', async () => {
  const { path, file } = await openFile();
  // A file that cannot be written to stands in for a disk that is full.
  const full = openSync(path, 'r');
  onTestFinished(() => closeSync(full));
  const disk = { isFull: false, cuts: [] as number[], refusesCuts: false };
  const flaky: Pick<FileHandle, 'fd' | 'writev' | 'truncate' | 'read'> = {
    get fd() {
      return disk.isFull ? full : file.fd;
    },
    writev: (pieces) => file.writev(pieces),
    read: file.read.bind(file),
    async truncate(size = 0) {
      if (disk.refusesCuts) throw new Error('no cut');
      disk.cuts.push(size);
      await file.truncate(size);
    },
  };
  const growing = createGrowingFile(flaky, 0);
  await growing.append([Buffer.from('kept ')]);
  disk.isFull = true;
  await expect(growing.append([Buffer.from('lost')])).rejects.toMatchObject({ syscall: 'write' });
  expect(disk.cuts).toEqual([5]);
  disk.refusesCuts = true;
  await expect(growing.append([Buffer.from('lost')])).rejects.toMatchObject({ syscall: 'write' });
  // Half a record may stand there: nothing follows it.
  disk.isFull = false;
  await expect(growing.append([Buffer.from('never')])).rejects.toThrow('no cut');
  disk.refusesCuts = false;
  await growing.append([Buffer.from('on')]);
  expect((await growing.read(0, 100)).toString()).toBe('kept on');
  expect(growing.size).toBe(7);
});
