import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const dir = join(import.meta.dirname, '..', '..', 'dist', 'ui');

it('the first load of the inbox is at most 40 kB of script and style, gzipped', () => {
  const page = readFileSync(join(dir, 'index.html'), 'utf8');
  const files = [...page.matchAll(/(?:href|src)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file);
  expect(files.length).toBeGreaterThan(2);
  const sizes = [...new Set(files)].map((file) => gzipSync(readFileSync(join(dir, file ?? ''))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(40_000);
});
