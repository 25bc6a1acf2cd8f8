import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envNameOf, settingNames } from '../src/config/settings.js';
import { settingsTable } from '../src/config/settings-table.js';
import { dataSets } from '../src/contract/data-sets.js';
import { apiTable, controlTable } from '../src/http/route-tables.js';
import { sourcesUnder } from './support/imports.js';
import { anchorsOf, linksOf, pageOf, pages, proseOf, root } from './support/pages.js';
import type { Page } from './support/pages.js';
import { titlesOfTests } from './docs/support/titles.js';

interface SettingRow {
  flag: string;
  placeholder?: string;
  shown: string;
  help: string;
}
const rowOf = (name: (typeof settingNames)[number]) => settingsTable[name] as SettingRow;
const argumentOf = ({ placeholder }: SettingRow): string => (placeholder ? ` ${placeholder}` : '');

/** The table as the settings have it. */
function expectedTable(): string {
  const rows = settingNames.map((name) => {
    const row = rowOf(name);
    const flag = `--${row.flag}${argumentOf(row).replaceAll('|', '\\|')}`;
    return `| \`${flag}\` | ${row.shown} | ${row.help} | \`${envNameOf(row.flag)}\` |`;
  });
  return ['| flag | default | | environment |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

describe('README.md', () => {
  const readme = pageOf('README.md');

  it('is read in a few minutes: at most 12 KB', () => {
    expect(Buffer.byteLength(readme.text)).toBeLessThanOrEqual(12 * 1024);
  });

  it('shows some settings, as they are', () => {
    const shown = [...readme.text.matchAll(/(?<=^\|.*)`(--[^`]+)`/gm)].map(([, flag]) =>
      flag?.replaceAll('\\|', '|'),
    );
    const known = settingNames.map((name) => `--${rowOf(name).flag}${argumentOf(rowOf(name))}`);
    expect(shown.length).toBeGreaterThan(7);
    expect(shown.filter((flag) => !known.includes(flag ?? ''))).toEqual([]);
  });
});

it('every setting stands in docs/settings.md, as it is', () => {
  const shown = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(pageOf('docs/settings.md').text);
  expect(shown?.[1]).toBe(expectedTable());
});

it.each(dataSets)('docs/data-sets.md shows a picture of the data set %s in at most 150 KB', (name) => {
  const path = `ui/pictures/${name}.png`;
  expect(linksOf(pageOf('docs/data-sets.md')).map((link) => link.path)).toContain(path);
  expect(statSync(join(root, path)).size).toBeLessThan(150_000);
});

it.each(['express', 'fastify', 'next', 'node'])(
  'docs/receivers.md shows the %s receiver as it is tested',
  (name) => {
    const source = readFileSync(join(import.meta.dirname, 'receivers', `${name}.js`), 'utf8').trimEnd();
    expect(pageOf('docs/receivers.md').text).toContain(`\`\`\`js\n${source}\n\`\`\``);
  },
);

it('docs/testing.md shows the test of the vitest project as it is run', () => {
  const source = readFileSync(join(root, 'test/examples/vitest/test/newsletter.test.ts'), 'utf8').trimEnd();
  expect(pageOf('docs/testing.md').text).toContain(`\`\`\`ts\n${source}\n\`\`\``);
});

it('docs/silent-points.md lists every choice that the code marks, and the code marks every one in the list', () => {
  const marked = sourcesUnder('src').flatMap((file) =>
    (readFileSync(join(root, file), 'utf8').match(/Undocumented:[\s*]+we[\s*]+chose/g) ?? []).map(() => file),
  );
  const { text } = pageOf('docs/silent-points.md');
  const listed = [...text.matchAll(/^- [^]*?(?=^-|^#|(?![^]))/gm)].map(
    ([item]) => /<!-- (\S+) -->/.exec(item)?.[1],
  );
  expect(listed.length).toBeGreaterThan(30);
  expect(listed.sort()).toEqual(marked.sort());
});

it('docs/README.md leads to every page', () => {
  const linked = new Set(linksOf(pageOf('docs/README.md')).map(({ path }) => path));
  const all = pages.map(({ path }) => path).filter((path) => /^docs\/[^/]+$|^[A-Z]+\.md$/.test(path));
  const missing = all.filter((path) => !linked.has(path) && path !== 'docs/README.md');
  expect(missing).toEqual([]);
});

describe.each(pages)('$path', (page) => {
  it('links to pages, headings, files and folders that are there', () => {
    const dead = linksOf(page).filter(({ path, anchor }) => {
      if (!existsSync(join(root, path))) return true;
      return anchor !== null && !anchorsOf(pageOf(path)).includes(anchor);
    });
    expect(dead).toEqual([]);
  });

  it('shows pictures that are there', () => {
    const pictures = linksOf(page).filter(({ picture }) => picture);
    const sizes = pictures.map(({ path }) => [path, statSync(join(root, path)).size > 10_000]);
    expect(sizes.filter(([, isPicture]) => !isPicture)).toEqual([]);
  });

  it('names no environment variable that no setting reads', () => {
    const named = new Set(page.text.match(/MAILDRONE_EMULATOR_[A-Z_]*[A-Z]/g));
    const others = ['url', 'workspace', 'print-env'].map(envNameOf);
    const known = new Set([...settingNames.map((name) => envNameOf(rowOf(name).flag)), ...others]);
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
  });

  it('names no route that no table has', () => {
    expect(routesNamedIn(page).filter((route) => !isRoute(route))).toEqual([]);
  });
});

/** Paths from `/v2` or `/_emulator` on, with placeholders where ids stand. */
const routesNamedIn = ({ text }: Page): string[] =>
  (text.match(/(?<![\w.])\/(?:v2|_emulator)\/[\w{}/*…-]*[\w}*…]/g) ?? []).filter(
    (path) => !path.includes('*'),
  );

function isRoute(path: string): boolean {
  if (/^\/_emulator\/(?:live|openapi)$/.test(path)) return true;
  const [, prefix = '', rest = ''] = /^\/(v2|_emulator)(.*)$/.exec(path) ?? [];
  const wanted = rest.split('/').map((part) => (/[{…]|^\d+$/.test(part) ? null : part));
  const { routes } = prefix === 'v2' ? apiTable : controlTable;
  return routes.some((route) => {
    const parts = route.path.split('/');
    const fits = (part: string, index: number) => part.startsWith('{') || part === wanted[index];
    return parts.length === wanted.length && parts.every(fits);
  });
}

describe('plain words', () => {
  const privateWords =
    /\b(?:doors?|ow(?:e|es|ed|ing)|strikes?|struck|whoever|bears?|courier|standing|lease)\b/i;

  it.each(pages)('$path has none of the private ones', (page) => {
    const lines = proseOf(page).split('\n');
    expect(lines.filter((line) => privateWords.test(line))).toEqual([]);
  });

  it('no title of a test has one', () => {
    const titles = titlesOfTests();
    expect(titles.length).toBeGreaterThan(500);
    expect(titles.filter(({ title }) => privateWords.test(title))).toEqual([]);
  });
});
