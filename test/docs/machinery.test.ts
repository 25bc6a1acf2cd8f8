import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bars } from '../bench/bars.js';
import { benches } from '../bench/benches.js';
import { pageOf, root } from '../support/pages.js';

const ledger = pageOf('docs/machinery.md').text;
const stays = /^## What stays$([^]*?)^## /m.exec(ledger)?.[1] ?? '';

/** The rows of the ledger: piece, what it serves, gain, switch, slow twin, tests. */
const rows = [...stays.matchAll(/^\| (.+) \|$/gm)]
  .map(([, line = '']) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 6 && cells[0] !== 'piece' && cells[0] !== '---');
const pathsIn = (text: string) =>
  [...text.matchAll(/`((?:src|test)\/[\w./-]+)`/g)].map(([, path = '']) => path);

describe('the ledger of machinery', () => {
  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(15);
  });

  it.each(rows)('%s serves a bench whose bars rest on it: %s', (_piece, serves = '') => {
    const named = [...serves.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name);
    const withBars = named.filter(
      (name) => benches[name]?.cases !== undefined || Object.values(bars).some(({ bench }) => bench === name),
    );
    expect(withBars.length).toBeGreaterThan(0);
    expect(named).toEqual(withBars);
  });

  it.each(rows)('%s has its gain in figures, and files and tests that are there', (piece = '', ...cells) => {
    const [, gain = '', , , tests = ''] = cells;
    expect(gain === 'see below' || /\d/.test(gain)).toBe(true);
    expect(pathsIn(tests).length).toBeGreaterThan(0);
    const paths = [piece, ...cells].flatMap(pathsIn);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('has each file that ARCHITECTURE.md names as machinery', () => {
    const section = /^## Machinery$([^]*?)^## /m.exec(pageOf('ARCHITECTURE.md').text)?.[1] ?? '';
    const places = pathsIn(section).filter((path) => !path.startsWith('src/threads/'));
    expect(places.length).toBeGreaterThan(5);
    expect(places.filter((path) => !stays.includes(path))).toEqual([]);
  });
});
