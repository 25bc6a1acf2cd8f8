import type ts from 'typescript';
import { actionNames, actions } from '../src/contract/actions.js';
import type { Action } from '../src/contract/actions.js';
import { defaultOf } from '../src/config/options.js';
import { envNameOf, rowOf, settingNames } from '../src/config/settings.js';
import type { SettingName } from '../src/config/settings.js';

const sentence = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}.`;

/** A declaration under its comment. */
export function documented(doc: string, declaration: string): string {
  if (doc === '') return declaration;
  const lines = doc.split('\n');
  const comment =
    lines.length === 1
      ? `/** ${doc} */`
      : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */`;
  return `${comment}\n${declaration}`;
}

/** What holds for an option alone. */
const notes: Partial<Record<SettingName, string>> = {
  data: 'Giving it turns `memory` off, unless that is given too.',
  webhookSecret: 'Where it is absent, one is made up for each endpoint and printed.',
  publicUrl: 'Where it is absent, `http://localhost` and the port.',
};

const optionNameOf = (flag: string): string =>
  settingNames.find((name) => `--${rowOf(name).flag}` === flag) ?? flag;

/** The help of a flag as that of an option. */
export const optionHelp = (help: string): string =>
  sentence(help.replace(/ \(repeatable\)$/, '').replace(/--[a-z-]+/g, (flag) => `\`${optionNameOf(flag)}\``));

/** What the editor shows of an option: the words of the settings table, what is taken, and the default. */
function optionDoc(name: SettingName): string {
  const { help, kind, unit, flag } = rowOf(name);
  return [
    optionHelp(help),
    ...(notes[name] ? [notes[name]] : []),
    '',
    ...(unit ? [`Unit: ${unit}.`] : []),
    `Expected: ${kind.expected}; anything else rejects with a \`SettingsError\` that begins with \`${name}:\`.`,
    `On the command line: \`--${flag}\`, or \`${envNameOf(flag)}\` in the environment.`,
    `@defaultValue \`${defaultWords(name)}\``,
  ].join('\n');
}

function defaultWords(name: SettingName): string {
  const value = defaultOf(name);
  if (name === 'simulation') return '"manual"';
  return JSON.stringify(value);
}

/** The options of `startEmulator` as an interface with a comment for each. */
export function optionsInterface(
  print: (type: ts.Type) => string,
  types: ReadonlyMap<string, ts.Type>,
): string {
  const fields = settingNames.map((name) => {
    const type = types.get(name);
    if (!type) throw new Error(`EmulatorOptions lacks ${name}`);
    return documented(optionDoc(name), `${name}?: ${print(type)};`).replaceAll('\n', '\n    ');
  });
  const doc =
    'The settings of the command line by their names in camel case. An absent or `undefined` one has its default; a wrong\nvalue or an unknown name rejects with a `SettingsError` that names it, before anything is opened.';
  return documented(doc, `export interface EmulatorOptions {\n    ${fields.join('\n    ')}\n}`);
}

const didWhat: Record<Action, string> = {
  opened: 'opened the mail',
  clicked: 'followed a link of the mail',
  unsubscribed: 'unsubscribed by the mail',
  spam_reported: 'reported the mail as spam',
};

/** The words for a field that is there once for each action of recipients: a share in a profile, a count elsewhere. */
export function actionDoc(name: string, typeName: string): string {
  const action = actionNames.find((each) => actions[each].counter === name);
  if (!action) return '';
  return typeName === 'Profile'
    ? `Of those delivered: ${didWhat[action]}.`
    : `Recipients who ${didWhat[action]}.`;
}
