import Handlebars from 'handlebars';
import { expect, it } from 'vitest';
import { compileTemplate } from './template.js';
import { hashFraction, pick } from '../time/random.js';

const context = {
  email: 'a&b@x.test',
  name: 'Ann',
  empty: '',
  zero: 0,
  person: { name: 'Bo', tags: ['p', 'q'] },
  tags: ['x', 'y', 'z'],
  none: [],
};
const values = [
  'email',
  'name',
  'empty',
  'zero',
  'missing',
  'person.name',
  'this.name',
  '@root.name',
  '../name',
];
const lists = ['tags', 'none', 'person', 'person.tags', 'missing'];
/** Blanks and line ends decide which tags stand alone on a line. */
const gaps = ['', '', ' ', '\n', '\n\n', '\r\n', '  \n  ', 'text', ' text\n', '\ntext '];

/** A template that nests blocks, the same one for the same number. */
function templateOf(number: number): string {
  let draws = 0;
  const draw = <T>(choices: readonly T[]): T => pick(choices, hashFraction('template', number, (draws += 1)));
  const gap = () => draw(gaps);
  const tag = (inner: string) => `{{${draw(['', '', '', '~'])}${inner}${draw(['', '', '', '~'])}}}`;
  const block = (depth: number): string => {
    const kind = draw(['if', 'if', 'unless', 'each', 'with']);
    const inner = () => gap() + body(depth - 1) + gap();
    const elses = draw(['', 'else', 'if', 'if', 'unless', 'if if', 'if else', 'each']);
    const others = elses.split(' ').filter(Boolean);
    const chain = others.map(
      (each) =>
        tag(each === 'else' ? each : `else ${each} ${draw(each === 'each' ? lists : values)}`) + inner(),
    );
    const head = tag(`#${kind} ${draw(kind === 'each' ? lists : values)}`);
    return head + inner() + chain.join('') + tag(`/${kind}`);
  };
  const piece = (depth: number): string => {
    const kind = draw(depth > 0 ? ['value', 'block', 'block', 'comment', 'text'] : ['value', 'text']);
    if (kind === 'block') return block(depth);
    if (kind === 'comment') return tag('! a comment ');
    return kind === 'value' ? tag(draw([...values, 'this', '@index', '@key', '@last'])) : 'word';
  };
  const body = (depth: number): string => {
    const pieces = Array.from({ length: draw([1, 1, 2, 3]) }, () => piece(depth));
    return pieces.map((each) => each + gap()).join('');
  };
  return gap() + body(3);
}

const templates = Array.from({ length: 400 }, (_, number) => templateOf(number));

it('renders each of many templates as handlebars does, wherever their lines end', () => {
  expect(
    templates.filter((template) => /\n\s*\{\{~?else (?:if|unless|each)/.test(template)).length,
  ).toBeGreaterThan(50);
  for (const template of templates) {
    const shown = compileTemplate('content.html', template)(structuredClone(context));
    expect([template, shown]).toEqual([template, Handlebars.compile(template)(structuredClone(context))]);
  }
});
