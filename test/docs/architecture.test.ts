import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourcesUnder } from '../support/imports.js';
import { pageOf, proseOf, root } from '../support/pages.js';

const page = pageOf('ARCHITECTURE.md');
const words = [...proseOf(page).matchAll(/`([^`]+)`/g)].map(([, word]) => word ?? '');

/** A path stands from the root, or from `src` on. */
const isThere = (path: string): boolean =>
  existsSync(join(root, path)) || existsSync(join(root, 'src', path));

describe('ARCHITECTURE.md', () => {
  it('is read at one sitting: at most 250 lines', () => {
    expect(page.text.trimEnd().split('\n').length).toBeLessThanOrEqual(250);
  });

  it('names files and folders that are there', () => {
    const paths = words.filter((word) =>
      /^[\w.-]+(?:\/[\w.-]+)*(?:\/|\.(?:ts|tsx|js|json|md|yaml|toml))$/.test(word),
    );
    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((path) => !path.includes('NNNN') && !isOnDisk(path) && !isThere(path))).toEqual([]);
  });

  it('names functions and values that the code has', () => {
    const names = words.flatMap(
      (word) => /^(?:[a-z]\w*\.)*([a-z]+[A-Z]\w*)(?:\(.*\))?$/.exec(word)?.[1] ?? [],
    );
    const code = [...sourcesUnder('src'), ...sourcesUnder('ui')].map((file) =>
      readFileSync(join(root, file), 'utf8'),
    );
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !code.some((text) => new RegExp(`\\b${name}\\b`).test(text)))).toEqual([]);
  });
});

/** What the emulator writes into a data directory is not in the repository. */
const isOnDisk = (path: string): boolean =>
  /^(?:db\.json|journal\.jsonl|lock|mail\/|search\/|snapshots\/|workspaces\/|\.gitignore)/.test(path);
