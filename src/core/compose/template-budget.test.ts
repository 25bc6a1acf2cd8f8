import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../contract/errors.js';
import { templateLimits } from '../../contract/template-limits.js';
import { compileTemplate } from './template.js';
import type { PartName } from './template-budget.js';
import { cpuTime } from '../../../test/support/cpu-time.js';

const hundredThousand = Array.from({ length: 100_000 }, (_, index) => index);
const context = {
  email: 'a&b',
  o: { k: 1 },
  v: hundredThousand.slice(0, 40),
  list: hundredThousand,
  object: Object.fromEntries(hundredThousand.map((key) => [`k${key}`, key])),
  nulls: Array<null>(400_000).fill(null),
  long: 'x'.repeat(1_000_000),
  ands: '&'.repeat(1_000_000),
};

/** What a template becomes, or the reason why it does not. */
function outcome(source: string, part: PartName = 'content.html'): string {
  try {
    return compileTemplate(part, source)(context);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.details.field).toBe(part);
    return error.details.issue ?? '';
  }
}
const within = (from: string, to: string, times: number, inner = '') =>
  from.repeat(times) + inner + to.repeat(times);
const each = (times: number, inner = '') => within('{{#each @root.v}}', '{{/each}}', times, inner);
const inline = (body: string) => `{{#*inline "a"}}${body}{{/inline}}`;

const tooDeep = /nests deeper than 64/;
// On a busy machine its time may be over first.
const tooManySteps = /takes more than 20000 steps|takes longer than 250 ms/;
const tooLong = /becomes longer than 6291456 characters|takes longer than 250 ms/;
const tooDeepTogether = /go too deep into one another|takes longer than 250 ms/;
const recursive = /partials call one another more than 32 deep|takes longer than 250 ms/;

/** Everything that repeats, nests or grows. */
const hostile: readonly (readonly [what: string, template: string, reason: RegExp])[] = [
  ['blocks in blocks', within('{{#if a}}', '{{/if}}', 4000), tooDeep],
  ['inverse blocks in blocks', within('{{^a}}', '{{/a}}', 4000), tooDeep],
  ['else if', `{{#if a}}${'{{else if b}}'.repeat(4000)}{{/if}}`, tooDeep],
  ['subexpressions', `{{lookup ${within('(lookup v ', ')', 300, ' 1')} 1}}`, tooDeep],
  ['tags', '{{email}}'.repeat(200_000), /more than 1000 tags/],
  ['comments', '{{!-- x --}}'.repeat(100_000), /more than 1000 tags/],
  ['escaped tags', '\\{{a'.repeat(100_000), /more than 1000 tags/],
  ['names', `{{lookup ${'a '.repeat(1_000_000)}}}`, /a tag is longer than 4096/],
  ['segments of a path', '{{a.a.a.a.a.a.a.a.a.a}}'.repeat(900), /more than 5000 names/],
  ['braces', '{{{{'.repeat(1_000_000), /a tag is longer than 4096/],
  ['quotes', '{{"'.repeat(1_000_000), /a tag is longer than 4096/],
  ['each in each', each(10), tooManySteps],
  ['each in each with text', each(10, 'x'.repeat(1000)), tooLong],
  ['each with a block that stays out', each(10, '{{#if @root.no}}{{/if}}'), tooManySteps],
  ['each over a long list', '{{#each list}}{{/each}}', tooManySteps],
  ['each over a large object', '{{#each object}}{{/each}}', tooManySteps],
  ['a section over a long list', '{{#list}}{{/list}}', tooManySteps],
  ['with in each', each(3, '{{#with @root}}{{email}}{{/with}}'), tooManySteps],
  ['lookup in each', each(4, '{{lookup @root.o @root.list}}'), tooManySteps],
  ['a partial that calls itself', `${inline('{{> a}}')}{{> a}}`, recursive],
  ['a partial that calls itself twice', `${inline('{{> a}}{{> a}}')}{{> a}}`, recursive],
  [
    'a partial of deep blocks',
    `${inline(within('{{#if v}}', '{{/if}}', 60, '{{> a}}'))}{{> a}}`,
    tooDeepTogether,
  ],
  ['a partial in each', `${inline('{{email}}')}${each(4, '{{> a}}')}`, tooManySteps],
  ['a copied context', `${inline('')}${each(1, '{{> a @root.list x=1}}')}`, tooManySteps],
  ['a copied text', `${inline('')}${each(1, '{{> a @root.long x=1}}')}`, tooManySteps],
  ['inline partials in each', `{{#each list}}${inline('').repeat(40)}{{/each}}`, tooManySteps],
  [
    'inline partials',
    hundredThousand
      .slice(0, 51)
      .map((n) => `{{#*inline "${n}"}}{{/inline}}`)
      .join(''),
    /50 inline/,
  ],
  ['a partial set in', `${inline('\n'.repeat(100_000))}\n${' '.repeat(1000)}{{> a}}\n`, tooLong],
  ['a partial block', each(4, '{{#> other}}{{email}}{{/other}}'), tooManySteps],
  ['a long value', '{{long}}'.repeat(13), tooLong],
  ['a long value as it is', '{{{long}}}'.repeat(13), tooLong],
  ['a long value of a helper', '{{lookup @root "long"}}'.repeat(13), tooLong],
  ['a value that grows when escaped', '{{ands}}'.repeat(3), tooLong],
  ['a long text in each', `{{#each v}}${'x'.repeat(1_000_000)}{{/each}}`, tooLong],
  ['lists as text', each(1, '{{@root.nulls}}'), /longer than/],
];

describe('a template over its limits fails at once, with the line and the reason', () => {
  it.each(hostile)('%s', async (_what, template, reason) => {
    let issue = outcome('');
    const spent = await cpuTime(() => (issue = outcome(`first line\n${template}`)));
    expect(issue).toMatch(reason);
    expect(issue).toMatch(/^Expected a template within its limits: line [12]\d*: /);
    // Without limits most of these run for minutes.
    expect(spent).toBeLessThan(3000);
  });
  it('names the line of the block that is too much', () => {
    expect(outcome(`\n\n{{#each list}}\n{{this}}\n{{/each}}`)).toContain('line 3: it takes');
    expect(outcome('\n{{#if a}}'.repeat(65))).toContain('line 66: it nests deeper');
  });
  it('a subject is short', () => {
    expect(outcome('{{long}}', 'subject')).toContain('becomes longer than 10000 characters');
  });
});

describe('a template within its limits renders as ever', () => {
  it.each([
    ['{{email}} {{{email}}} {{lookup o "k"}}', 'a&amp;b a&b 1'],
    ['{{#if v}}y{{else}}n{{/if}}{{#unless x}}u{{/unless}}{{^x}}z{{/x}}', 'yuz'],
    ['{{#if x}}x{{else if o}}o{{else}}y{{/if}}', 'o'],
    ['{{#with o}}{{k}}{{../email}}{{@root.email}}{{/with}}{{#o}}{{k}}{{/o}}', '1a&amp;ba&amp;b1'],
    ['{{#each o}}{{@key}}{{@index}}{{@first}}{{@last}}{{this}}{{/each}}', 'k0truetrue1'],
    ['{{#each o as |value key|}}{{key}}={{value}}{{/each}}', 'k=1'],
    [`${inline('[{{k}}{{x}}]')}{{> a o x=2}}{{> a}}{{#> a o}}b{{/a}}`, '[12][][1]'],
    ['{{#> other}}{{email}}{{/other}}', 'a&amp;b'],
    ['\\{{email}} \\\\{{email}} {{!-- {{#if}} -- --}}{{! }}x', '{{email}} \\a&amp;b x'],
    [within('{{#if v}}', '{{/if}}', 64, 'x'), 'x'],
    ['{{#if v}}{{#if no}}{{/if}}{{/if}}'.repeat(200), ''],
    ['{{[email]}}{{"email"}}{{this/email}}', 'a&amp;b'.repeat(3)],
  ])('%s', (template, text) => {
    expect(outcome(template)).toBe(text);
  });
});

describe('a template shows nothing of ours', () => {
  it.each([
    '{{@missing}}',
    '{{@nothing}}',
    '{{@_parent}}',
    '{{@_parent.root}}',
    '{{@partial-block}}',
    '{{@partial-block.name}}',
    '{{constructor}}',
    '{{__proto__}}',
    '{{toString}}',
    '{{@root.constructor}}',
    '{{lookup o "constructor"}}',
    '{{#each @missing}}x{{/each}}',
    '{{#with @_parent}}x{{/with}}',
    '{{#@spending}}x{{/@spending}}',
    '{{__value}}',
    '{{__run}}',
    '{{helperMissing}}',
    '{{lookup @_parent "root"}}',
  ])('%s is empty', (template) => {
    expect(outcome(template)).toBe('');
  });
  it.each([
    '{{__run 0 -99}}',
    '{{"__run" 0 -99}}',
    '{{[__run] 0 -99}}',
    '{{#__run}}{{/__run}}',
    '{{#__run 1}}{{/__run}}',
    '{{#"__run"}}{{/"__run"}}',
    '{{#if (__context 1)}}{{/if}}',
    '{{lookup (__value 1) 1}}',
    '{{log email}}',
    '{{if v}}',
    '{{#lookup o "k"}}{{/lookup}}',
    '{{blockHelperMissing v}}',
    '{{*inline "a"}}',
    '{{#*other "a"}}{{/other}}',
    '{{#*inline v}}{{/inline}}',
    '{{> none}}',
    '{{> (lookup @root "v")}}',
    '{{> (lookup @root "email")}}',
    '{{lookup}}',
    '{{lookup o}}',
    '{{#each}}{{/each}}',
    '{{{{raw}}}}',
  ])('%s is refused', (template) => {
    expect(outcome(template)).toMatch(/^Expected a valid handlebars template: /);
  });
});

it('docs/templates.md has every limit', () => {
  const page = readFileSync(new URL('../../../docs/templates.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| .+ \| ([\d,]+)(?: [^|]*)? \|$/gm)].map(([, number = '']) =>
    Number(number.replaceAll(',', '')),
  );
  expect(rows).toEqual(Object.values(templateLimits));
});
