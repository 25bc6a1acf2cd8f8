import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { useDirectory, useFile } from '../../test/support/process.js';
import { openCode } from './code-cache.js';

let dir = '';
let file = '';
beforeEach(async () => {
  dir = await useDirectory();
  file = join(dir, 'kept.bin');
  writeFileSync(join(dir, 'sum.cjs'), 'exports.sum = (a, b) => a + b;');
  writeFileSync(
    join(dir, 'main.cjs'),
    'const { sum } = require("./sum.cjs"); exports.three = () => sum(1, 2); exports.path = __filename; exports.sep = require("node:path").sep;',
  );
});

interface Main {
  three(): number;
  path: string;
  sep: string;
}
const open = (executable = process.execPath) => openCode(dir, file, executable);
/** Loads and runs the chunks; says whether it kept anything, which it does where something had to be compiled. */
function keepsAnew(executable?: string): boolean {
  const { load, keep } = open(executable);
  expect(load<Main>('main.cjs').three()).toBe(3);
  const former = existsSync(file) ? readFileSync(file) : null;
  rmSync(file, { force: true });
  keep();
  const isKept = existsSync(file);
  if (!isKept && former) writeFileSync(file, former);
  return isKept;
}

it('loads a chunk once, with what it needs of others and of Node', () => {
  const { load } = open();
  const main = load<Main>('main.cjs');
  expect([main.three(), main.path, main.sep]).toEqual([3, join(dir, 'main.cjs'), sep]);
  expect(load('main.cjs')).toBe(main);
});

it('keeps what was compiled, and takes it at the next start', () => {
  expect(keepsAnew()).toBe(true);
  expect(keepsAnew()).toBe(false);
  expect(readdirSync(dir).sort()).toEqual(['kept.bin', 'main.cjs', 'sum.cjs']);
  expect(statSync(file).mode & 0o022).toBe(0);
});

it('keeps what is new with what was kept, and lets go of chunks that are gone', () => {
  keepsAnew();
  writeFileSync(join(dir, 'other.cjs'), 'exports.other = 1;');
  const { load, keep } = open();
  load('other.cjs');
  keep();
  expect(keepsAnew()).toBe(false);
  const { length } = readFileSync(file);
  rmSync(join(dir, 'other.cjs'));
  writeFileSync(join(dir, 'third.cjs'), '');
  const next = open();
  next.load('third.cjs');
  next.keep();
  expect(readFileSync(file).toString('latin1')).not.toContain('other.cjs');
  expect(readFileSync(file).length).toBeLessThan(length);
});

it('takes nothing that was compiled with other flags of V8', () => {
  keepsAnew();
  setFlagsFromString('--heap-growing-percent=99');
  onTestFinished(() => setFlagsFromString('--heap-growing-percent=0'));
  expect(keepsAnew()).toBe(true);
});

it('takes nothing that another Node compiled: its code may be fatal to this one', async () => {
  keepsAnew();
  expect(keepsAnew()).toBe(false);
  expect(keepsAnew(await useFile('node', 'another'))).toBe(true);
});

it('runs what a chunk says now, also where it is as long as before', () => {
  keepsAnew();
  writeFileSync(join(dir, 'sum.cjs'), 'exports.sum = (a, b) => a * b;');
  expect(open().load<Main>('main.cjs').three()).toBe(2);
});

it('leaves nothing beside what it cannot replace', () => {
  mkdirSync(file);
  const { load, keep } = open();
  load('main.cjs');
  keep();
  expect(readdirSync(dir).sort()).toEqual(['kept.bin', 'main.cjs', 'sum.cjs']);
});

it.each([
  ['cut off', () => truncateSync(file, readFileSync(file).length - 1)],
  ['empty', () => writeFileSync(file, '')],
  [
    'changed',
    () =>
      writeFileSync(
        file,
        readFileSync(file).map((byte, at) => (at === 400 ? byte ^ 1 : byte)),
      ),
  ],
  ['something else', () => writeFileSync(file, 'a text\n'.repeat(100))],
])('compiles anew where what was kept is %s', (_, spoil) => {
  keepsAnew();
  const { length } = readFileSync(file);
  spoil();
  expect(keepsAnew()).toBe(true);
  expect(readFileSync(file)).toHaveLength(length);
});

it('goes on where nothing can be kept', () => {
  file = join(dir, 'folder', 'kept.bin');
  mkdirSync(`${file}.part`, { recursive: true });
  const { load, keep } = open();
  expect(load<Main>('main.cjs').three()).toBe(3);
  expect(keep).not.toThrow();
  expect(existsSync(file)).toBe(false);
});

it('throws what a chunk throws', () => {
  writeFileSync(join(dir, 'faulty.cjs'), 'throw new Error("no");');
  expect(() => open().load('faulty.cjs')).toThrow('no');
  expect(() => open().load('nowhere.cjs')).toThrow(/ENOENT.*nowhere/);
});
