import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, expect, it } from 'vitest';
import { defaultOf } from '../../src/config/options.js';
import { envNameOf, rowOf, settingNames } from '../../src/config/settings.js';
import { optionHelp } from '../../build/option-docs.js';
import { usePacked } from '../support/packed.js';

let source: ts.SourceFile;
beforeAll(async () => {
  const { folder } = await usePacked();
  const file = join(folder, 'node_modules', 'maildrone-emulator', 'dist', 'index.d.ts');
  source = ts.createSourceFile(file, await readFile(file, 'utf8'), ts.ScriptTarget.ES2022, true);
}, 180_000);

type Documented = ts.Node & { jsDoc?: ts.JSDoc[] };
const docOf = (node: ts.Node): string =>
  (node as Documented).jsDoc?.map((doc) => doc.getText()).join('\n') ?? '';
const wordsOf = (doc: string): string =>
  doc
    .replace(/@\w+ .*|[/*`]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Types, functions and members that the editor shows without a sentence. */
function undocumented(node: ts.Node, path: readonly string[] = []): string[] {
  const name = nameOf(node);
  const here = name === null ? path : [...path, name];
  const isMember =
    ts.isPropertySignature(node) || ts.isMethodSignature(node) || ts.isPropertyDeclaration(node);
  const isOpen = ts.isStatement(node) && name !== null;
  // A sentence: more than the name said again.
  const isBare = (isMember || isOpen) && wordsOf(docOf(node)).length < 12;
  const inner: string[] = [];
  ts.forEachChild(node, (child) => void inner.push(...undocumented(child, here)));
  return [...(isBare ? [here.join('.')] : []), ...inner];
}

function nameOf(node: ts.Node): string | null {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText() ?? null;
  const { name } = node as ts.Node & { name?: ts.Node };
  return name && !ts.isParameter(node) ? name.getText() : null;
}

it('has a sentence for every type, function, option and field', () => {
  expect(source.statements.length).toBeGreaterThan(60);
  expect(undocumented(source)).toEqual([]);
});

it('says nothing twice of a type', () => {
  const repeated = source.statements.flatMap((each) => {
    const said = wordsOf(docOf(each))
      .toLowerCase()
      .split(/(?<=[.;:]) /);
    return said.some((words, index) => said.indexOf(words) !== index) ? [nameOf(each)] : [];
  });
  expect(repeated).toEqual([]);
});

it('says of each option what it does, what it takes, its unit and its default, as the settings table has them', () => {
  const options = source.statements.find(
    (each): each is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(each) && each.name.text === 'EmulatorOptions',
  );
  const docs = new Map(options?.members.map((member) => [member.name?.getText(), docOf(member)]));
  expect([...docs.keys()]).toEqual(settingNames);
  for (const name of settingNames) {
    const { help, kind, unit, flag, default: value } = rowOf(name);
    const doc = docs.get(name) ?? '';
    const usual = name === 'simulation' ? '"manual"' : JSON.stringify(defaultOf(name));
    expect(doc).toContain(optionHelp(help));
    // A flag is named as one alone.
    expect(doc.replace(/^.*On the command line:.*$/m, '')).not.toContain('--');
    expect(doc).toContain(`Expected: ${kind.expected};`);
    expect(doc).toContain(`@defaultValue \`${usual}\``);
    for (const word of [
      `\`--${flag}\``,
      envNameOf(flag),
      'SettingsError',
      ...(unit ? [`Unit: ${unit}.`] : []),
    ])
      expect(doc, name).toContain(word);
    // A number that is counted in something says in what.
    if (typeof value === 'number' && name !== 'seed') expect(unit, name).toBeTruthy();
  }
});

it.each([
  ['Message', 29],
  ['Contact', 12],
  ['Campaign', 15],
])('shows the %i fields of %s'.replace('%i', 'documented'), (name, count) => {
  const found = source.statements.find((each) => nameOf(each) === name);
  const type = found && ts.isTypeAliasDeclaration(found) ? found.type : undefined;
  expect(type && ts.isTypeLiteralNode(type) ? type.members.length : 0).toBe(count);
});
