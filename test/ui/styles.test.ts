import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../support/pages.js';

const ui = join(root, 'ui');
const files = readdirSync(ui, { recursive: true, encoding: 'utf8' });
const folderOf = (file: string): string => file.split('/')[0] ?? '';
const pages = files.filter((file) => /^[a-z]+\/[a-z]+-page\.tsx$/.test(file)).map(folderOf);

/** The names in the class attributes of a component, those in expressions included. */
function classesIn(text: string): string[] {
  const values = [...text.matchAll(/\bclass=(?:"([^"]*)"|\{((?:[^{}]|\{[^{}]*\})*)\})/g)];
  return values.flatMap(([, plain, code = '']) =>
    (plain ?? [...code.matchAll(/["'`]([^"'`]*)["'`]/g)].map(([, part]) => part).join(' '))
      .split(/[\s${}]+/)
      .filter((name) => name !== ''),
  );
}

const classesByFolder = new Map<string, Set<string>>();
for (const file of files.filter((name) => name.endsWith('.tsx'))) {
  const classes = classesByFolder.get(folderOf(file)) ?? new Set();
  for (const name of classesIn(readFileSync(join(ui, file), 'utf8'))) classes.add(name);
  classesByFolder.set(folderOf(file), classes);
}

/** Each selector of a sheet outside of what is for paper, whose rules are for the whole sheet of it. */
const selectorsIn = (sheet: string): string[] =>
  [...sheet.replace(/\/\*[^]*?\*\//g, '').matchAll(/([^{};]+)\{/g)]
    .map(([, selector]) => (selector ?? '').trim())
    .filter((selector) => !/^(@|from$|to$|\d|::highlight)/.test(selector))
    .flatMap((list) => list.split(/,(?![^(]*\))/).map((selector) => selector.trim()));

it('The styles of a page, which stay when another is opened, are for what this page alone has', () => {
  expect(pages.length).toBeGreaterThan(5);
  const sheets = files.filter(
    (file) => file.endsWith('.css') && pages.includes(folderOf(file)) && !file.endsWith('print.css'),
  );
  const reaching = sheets.flatMap((file) => {
    const others = [...classesByFolder].filter(([folder]) => folder !== folderOf(file));
    const isOwn = (name: string) => others.every(([, classes]) => !classes.has(name));
    return selectorsIn(readFileSync(join(ui, file), 'utf8'))
      .filter((selector) => ![...selector.matchAll(/\.([\w-]+)/g)].some(([, name]) => isOwn(name ?? '')))
      .map((selector) => `${file}: ${selector}`);
  });
  expect(sheets.length).toBeGreaterThan(20);
  expect(reaching).toEqual([]);
});
