import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../src/contract/ids.js';
import { openMailTexts } from '../../src/store/search/mail-texts.js';
import { openTextFiles } from '../../src/store/search/text-files.js';
import { useDiskFault } from '../support/disk-fault.js';
import { useDirectory } from '../support/process.js';

/** Choices that are the same in every run. */
function choices(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
const syllables = ['ka', 'lo', 'mi', 'ter', 'ün', '日本', 'xy', 'qu', '12', '-', ' ', ' ', 'sen'];
const idOf = (n: number): MessageId => `email_${String(n).padStart(8, '0')}`;

function textFrom(below: (limit: number) => number, length: number): string {
  return Array.from({ length }, () => syllables[below(syllables.length)]).join('');
}

describe('the texts of mail', () => {
  const worth = 64 * 1024;

  async function useTexts() {
    const dir = await useDirectory();
    const below = choices(11);
    const known = new Map<MessageId, string>();
    return {
      dir,
      below,
      known,
      open: () => openMailTexts(dir, () => undefined, worth),
      size: async () => (await stat(join(dir, 'search', 'texts'))).size,
    };
  }
  const requireAll = (
    texts: Awaited<ReturnType<typeof openMailTexts>>,
    known: ReadonlyMap<MessageId, string>,
  ) => {
    for (const [id, text] of known) {
      expect(texts.has(id)).toBe(true);
      expect(texts.textOf(id)).toBe(text);
    }
    for (const part of ['kalomi', '日本ter', 'senqu12', 'no such part']) {
      const plain = [...known].filter(([, text]) => text.includes(part)).map(([id]) => id);
      const suspects = texts.candidates([part]).ids(100_000) ?? [];
      expect(suspects.filter((id) => texts.textOf(id)?.includes(part)).sort()).toEqual(plain.sort());
    }
  };

  it('that are removed while they are written are not there, nor after the next opening', async () => {
    const { open } = await useTexts();
    const texts = await open();
    // So large that the write waits for the system.
    texts.put(idOf(0), 'straw '.repeat(100_000));
    await new Promise((resolve) => setImmediate(resolve));
    texts.remove(idOf(0));
    await texts.close();
    const again = await open();
    expect([again.has(idOf(0)), again.textOf(idOf(0))]).toEqual([false, undefined]);
    await again.close();
  });

  it('that are removed while the files are written anew are not in the new ones', async () => {
    const { dir } = await useTexts();
    const files = await openTextFiles({ dir, log: () => undefined, worth: 1 });
    const append = (n: number, bytes: number) =>
      files.append([{ id: idOf(n), text: 'x'.repeat(bytes), filter: new Uint32Array(8) }]);
    await append(0, 3000);
    await append(1, 1000);
    files.remove(idOf(0));
    let isCopied = false;
    useDiskFault('readSync', 'EIO', () => {
      // The next text that is read is copied.
      if (!isCopied) files.remove(idOf(1));
      isCopied = true;
      return false;
    });
    await append(2, 100);
    expect(isCopied).toBe(true);
    expect([0, 1, 2].map((n) => files.read(idOf(n))?.length)).toEqual([undefined, undefined, 100]);
    await files.close();
  });

  it('do not stay in memory where they come while others are written, though no other mail comes', async () => {
    const { open, size } = await useTexts();
    const texts = await open();
    // So large that the write waits for the system.
    texts.put(idOf(0), 'straw '.repeat(100_000));
    await new Promise((resolve) => setImmediate(resolve));
    for (let n = 1; n < 20; n += 1) texts.put(idOf(n), 'hay '.repeat(20_000));
    await expect.poll(size).toBeGreaterThan(600_000 + 19 * 80_000 - 1);
    await texts.close();
  });

  it('are written anew while the process runs, when most of the file is garbage, and stay findable', async () => {
    const { below, known, open, size } = await useTexts();
    let texts = await open();
    let largest = 0;
    for (let round = 0; round < 20; round += 1) {
      for (let n = 0; n < 60; n += 1) {
        const id = idOf(below(150));
        const text = textFrom(below, 2000);
        texts.put(id, text);
        known.set(id, text);
      }
      for (let n = 0; n < 30; n += 1) {
        const id = idOf(below(150));
        texts.remove(id);
        known.delete(id);
      }
      requireAll(texts, known);
      await texts.close();
      texts = await open();
      requireAll(texts, known);
      expect([...Array(150).keys()].filter((n) => texts.has(idOf(n))).length).toBe(known.size);
      largest = Math.max(largest, await size());
    }
    const used = [...known.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    // 1,200 texts went in, at most 150 are in use.
    expect(await size()).toBeLessThan(Math.max(worth, used * 2) + 60 * 8000);
    expect(largest).toBeLessThan(4_000_000);
    await texts.close();
  });

  it('are there again from the mail alone, where a kill came between the two files', async () => {
    const { dir, below, known, open } = await useTexts();
    const texts = await open();
    for (let n = 0; n < 50; n += 1) texts.put(idOf(n), textFrom(below, 500));
    await texts.close();
    await rm(join(dir, 'search', 'signatures'));
    const again = await open();
    // It says of each that it has none, and does not read from where others stand.
    for (let n = 0; n < 50; n += 1) expect(again.has(idOf(n))).toBe(false);
    known.set(idOf(7), 'new text of seven');
    again.put(idOf(7), 'new text of seven');
    requireAll(again, known);
    await again.close();
    const third = await open();
    requireAll(third, known);
    await third.close();
  });
});
