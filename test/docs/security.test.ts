import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { useEmulator } from '../support/emulator.js';
import { sourcesUnder } from '../support/imports.js';
import { pageOf, root } from '../support/pages.js';

interface Locked {
  version: string;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
}
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

const nameOf = (path: string) => path.split('node_modules/').at(-1) ?? '';
/** The package in whose own folder another one lies. */
const holderOf = (path: string) => /^(.+)\/node_modules\//.exec(path)?.[1] ?? null;

/** Every package that the program loads or has within it: those that `src` imports, and what these need. */
function closure(): Map<string, Locked> {
  const imported = sourcesUnder('src').flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import\() ?'((?:@[^/']+\/)?[^./'][^/']*)/g),
    ].map(([, name = '']) => name),
  );
  const found = new Map<string, Locked>();
  const add = (name: string) => {
    for (const [path, locked] of Object.entries(packages)) {
      const holder = holderOf(path);
      if (nameOf(path) !== name || found.has(path) || (holder !== null && !found.has(holder))) continue;
      found.set(path, locked);
      Object.keys(locked.dependencies ?? {}).forEach(add);
    }
  };
  for (const name of new Set(imported)) add(name);
  return found;
}

const bundled = closure();
const versionsOf = (name: string) =>
  [...bundled].flatMap(([path, { version }]) => (nameOf(path) === name ? [version] : []));

describe('SECURITY.md', () => {
  const { text } = pageOf('SECURITY.md');
  const rows = (/libraries -->\n([^]*?)\n<!-- \/libraries/.exec(text)?.[1] ?? '')
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').map((cell) => cell.trim()));
  const known = rows.flatMap(([, names = '', here = '', , mended = '']) =>
    /^\d/.test(here) ? [{ names: names.split(', '), here: here.split(', '), mended }] : [],
  );

  it.each(known)(
    'has $names in the versions that are installed, none of them before $mended',
    ({ names, here, mended }) => {
      const installed = names.flatMap((name) => [...new Set(versionsOf(name))]);
      expect(new Set(here)).toEqual(new Set(installed));
      const [first = '', own = ''] = [mended, here[0] ?? ''];
      expect(own.localeCompare(first, 'en', { numeric: true })).toBeGreaterThanOrEqual(0);
    },
  );

  it('is linked where people look', () => {
    for (const page of ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md'])
      expect(pageOf(page).text).toContain('(SECURITY.md)');
  });

  it('says so of handlebars, ws and nodemailer', () => {
    expect(known.flatMap(({ names }) => names)).toEqual(
      expect.arrayContaining(['handlebars', 'ws', 'nodemailer']),
    );
  });
});

it('nothing runs when the package is installed: neither it nor what it has within it has an install script', () => {
  const found = bundled;
  expect(found.size).toBeGreaterThan(30);
  expect([...found].filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
  expect(Object.keys(scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
});

it('a watcher that sends a message in many tiny pieces is cut off', async () => {
  const emulator = await useEmulator();
  const socket = new WebSocket(`${emulator.url.replace('http', 'ws')}/_emulator/live`);
  await once(socket, 'message');
  const closed = once(socket, 'close');
  for (let n = 0; n < 40; n += 1) socket.send('x', { fin: false });
  expect((await closed)[0]).toBe(1008);
});
