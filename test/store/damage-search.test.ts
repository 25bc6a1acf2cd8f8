import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { MessageId } from '../../src/contract/ids.js';
import { openMailTexts } from '../../src/store/search/mail-texts.js';
import { useDirectory } from '../support/process.js';

const idOf = (n: number): MessageId => `email_0000000${n}`;
const texts = new Map([1, 2, 3].map((n) => [idOf(n), `the text of mail ${n}, about ${'straw'.repeat(n)}`]));

/** A workspace with the texts of three mails. */
async function useTexts(): Promise<string> {
  const dir = await useDirectory();
  const written = await openMailTexts(dir, () => undefined);
  for (const [id, text] of texts) written.put(id, text);
  await written.close();
  return dir;
}

async function open(dir: string) {
  const log: string[] = [];
  const opened = await openMailTexts(dir, (_level, line) => log.push(line));
  const found = [...texts].filter(([id, text]) => opened.has(id) && opened.textOf(id) === text);
  return { log, opened, found: found.map(([id]) => id) };
}
const bytesIn = async (dir: string): Promise<Buffer[]> => {
  const names = await readdir(dir, { recursive: true, withFileTypes: true });
  return Promise.all(
    names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => readFile(join(parentPath, name))),
  );
};

it.each(['signatures', 'texts'])(
  'any byte of search/%s changed is noticed, kept, and costs no other text',
  async (file) => {
    const sample = await useTexts();
    const bytes = await readFile(join(sample, 'search', file));
    const root = await useDirectory();
    for (let at = 0; at < bytes.length; at += 1) {
      const dir = join(root, String(at));
      await cp(sample, dir, { recursive: true });
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x01;
      await writeFile(join(dir, 'search', file), damaged);
      const { log, opened, found } = await open(dir);
      expect(log, `byte ${at}`).toEqual([expect.stringContaining(join(dir, 'search', file))]);
      expect(
        (await bytesIn(dir)).some((each) => each.equals(damaged)),
        `byte ${at}`,
      ).toBe(true);
      // A text at a time, or all of them, are made again from the mail.
      expect(found).toHaveLength(file === 'texts' ? 2 : 0);
      for (const [id, text] of texts) if (!found.includes(id)) opened.put(id, text);
      await opened.close();
      const again = await open(dir);
      expect(again.log).toEqual([]);
      expect(again.found).toHaveLength(3);
      await again.opened.close();
      await rm(dir, { recursive: true });
    }
  },
);

it('a last record that a kill cut off costs its own text alone', async () => {
  const sample = await useTexts();
  const path = join(sample, 'search', 'signatures');
  const bytes = await readFile(path);
  const ends = [1, 2, 3].map((n) => Math.ceil((bytes.length - 8) / 3) * n + 8);
  for (let length = 8; length < bytes.length; length += 7) {
    await writeFile(path, bytes.subarray(0, length));
    const { log, opened, found } = await open(sample);
    expect(log).toEqual([]);
    expect(found.length).toBeLessThanOrEqual(ends.filter((end) => end <= length).length + 1);
    expect(found).toEqual([...texts.keys()].slice(0, found.length));
    await opened.close();
  }
});

it.each(['mdtext01', 'mdtext02', 'mdtext04'])(
  'files of an earlier release, %s, are made anew without a word',
  async (magic) => {
    const dir = await useDirectory();
    await mkdir(join(dir, 'search'));
    await writeFile(join(dir, 'search', 'signatures'), `${magic} and what came after it`);
    await writeFile(join(dir, 'search', 'texts'), 'texts');
    const { log, opened, found } = await open(dir);
    expect([log, found]).toEqual([[], []]);
    for (const [id, text] of texts) opened.put(id, text);
    await opened.close();
    const again = await open(dir);
    expect(again.found).toHaveLength(3);
    await again.opened.close();
  },
);
