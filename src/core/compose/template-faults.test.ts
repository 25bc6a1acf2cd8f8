import { describe, expect, it } from 'vitest';
import { AppError } from '../../contract/errors.js';
import { compileTemplate } from './template.js';

/** What a faulty template is answered with: the line, the reason, the excerpt. */
function faultOf(source: string): string {
  try {
    compileTemplate('content.html', `<p>\n${source}`)({ x: {}, items: [{}] }, new Set());
  } catch (error) {
    if (error instanceof AppError) return error.details.issue ?? '';
    throw error;
  }
  return 'none';
}

/** Words of the parser's grammar, of JavaScript and of the runtime of handlebars. */
const jargon =
  /Expecting|\bgot\b|'[A-Z_]{2,}'|\bEOF\b|Parse error|Lexical|token|undefined|null\b|is not a function|Cannot read|reading '|call stack|argument|iterator|inverse|options|depth\d|_value\b.*could|Missing|doesn't match|Invalid path/;

/** A message without what it quotes. */
const wordsOf = (issue: string): string =>
  issue.replace(/\(near ".*"\)$/, '').replace(/"[^"]*"|\{\{.*?\}\}+/g, '');

const faults: readonly (readonly [template: string, expected: RegExp])[] = [
  ['{{each x}}', /"each" is a block and takes one value; expected \{\{#each items}}…\{\{\/each}}/],
  ['{{if x}}', /expected \{\{#if name}}…\{\{\/if}}/],
  ['{{unless x}}', /expected \{\{#unless name}}/],
  ['{{with x}}', /expected \{\{#with custom_fields}}/],
  ['{{if (if x)}}', /"if" is a block/],
  ['{{each}}', /"each" is a block/],
  ['{{lookup}}', /"lookup" takes 2 values; expected \{\{lookup custom_fields "city"}}/],
  ['{{lookup x}}', /takes 2 values/],
  ['{{lookup x y z}}', /takes 2 values/],
  ['{{#lookup x y}}a{{/lookup}}', /"lookup" is no block/],
  ['{{#if}}a{{/if}}', /"if" takes one value/],
  ['{{#if x y}}a{{/if}}', /"if" takes one value/],
  ['{{#each}}a{{/each}}', /"each" takes one value/],
  ['{{#if x}}a{{else if}}b{{/if}}', /"if" takes one value/],
  ['{{#with}}a{{/with}}', /"with" takes one value/],
  ['{{ name | upcase }}', /no filters; expected a value alone, such as \{\{name}}/],
  ['{{ name || "you" }}', /cannot join conditions/],
  ['{{x == y}}', /cannot compare/],
  ['{{#if x > 1}}a{{/if}}', /cannot compare/],
  ['{{#if !x}}a{{/if}}', /\{\{#unless name}}/],
  ['{{x + 1}}', /cannot calculate/],
  ['{{x,y}}', /cannot calculate or list/],
  ['{{x = y =}}', /value is missing|set a value/],
  ['{{name.toUpperCase()}}', /cannot call a function/],
  ['{{items[0]}}', /items\.\[0]/],
  ['{{foo.[}}', /bracket is not closed/],
  ['{{#if (x}}a{{/if}}', /brackets do not fit/],
  ['{{"x}}', /quotation mark is not closed/],
  ["{{lookup x 'a}}", /quotation mark is not closed/],
  ['{{%x%}}', /percent signs/],
  ['{{}}', /tag is empty/],
  ['{{ }}', /tag is empty/],
  ['{{.x}}', /begin or end with a point/],
  ['{{x/../y}}', /\.\.\/ stands at its beginning/],
  ['{{#each}}', /ends before \{\{#each}} of line 2 is closed; expected \{\{\/each}}/],
  ['{{#if x}}', /ends before \{\{#if x}} of line 2 is closed; expected \{\{\/if}}/],
  ['{{#if x}}a{{end}}', /expected \{\{\/if}} behind it, not \{\{end}}/],
  ['{{#if x}}a{{ /if }}', /blank stands before the sign; expected \{\{\/if}}/],
  ['{{ #if x }}a{{/if}}', /blank stands before the sign; expected \{\{#if x}}/],
  ['{{/if}}', /nothing to close; expected \{\{#if …}} before it/],
  ['{{/}}', /no name/],
  ['{{#}}a{{/}}', /no name/],
  ['{{#if x}}{{#each items}}{{/if}}{{/each}}', /\{\{\/if}} stands where \{\{\/each}} is expected/],
  ['{{else}}', /\{\{else}} stands alone; expected it between/],
  ['{{^}}', /\{\{else}} stands alone/],
  ['{{#if x}}a{{else}}b{{else}}c{{/if}}', /second \{\{else}}/],
  ['{{#else}}', /expected \{\{else}}/],
  ['{{#if x}}a{{elseif y}}b{{/if}}', /expected \{\{else if name}}/],
  ['{{{x}}', /opened by three braces and closed by two/],
  ['{{x}}}', /opened by two braces and closed by three/],
  ['a { color: {{x}}}', /with a blank before a brace that is text/],
  ['{{', /not closed; expected }}/],
  ['{{x}', /not closed; expected }}/],
  ['{{#if x', /not closed; expected }}/],
  ['{{!-- x }}', /comment is not closed/],
  ['{{{{raw}}}}x', /raw block is not closed/],
  ['{{> partial}}', /no partial "partial"/],
  ['{{> (lookup . "x")}}', /fixed name/],
  ['{{#*inline}}a{{/inline}}', /has a name; expected \{\{#\*inline "footer"}}/],
  ['{{*shout}}', /no decorator "shout"/],
  ['{{#if x}}{{#*inline "a"}}b{{/inline}}{{/if}}{{> a}}', /outside of the block/],
  ['{{upcase name}}', /no helper "upcase"; expected a value alone/],
  ['{{first name}}', /\{\{\[first name]}}/],
  ['{{#shout x}}a{{/shout}}', /no helper "shout"/],
  ['{{#if (upcase x)}}a{{/if}}', /no helper "upcase"/],
  ['{{1 2}}', /no helper "1"/],
  ['{{"x" y}}', /no helper "x"/],
  ['{{log x}}', /no helper "log"/],
  ['{{helperMissing x}}', /no helper "helperMissing"/],
  ['{{#blockHelperMissing}}a{{/blockHelperMissing}}', /no helper/],
  ['{{#__value x}}a{{/__value}}', /no helper/],
  ['{{#each x as}}a{{/each}}', /"as" stand between two bars/],
  ['{{#each x as |}}a{{/each}}', /"as" stand between two bars/],
  ['{{#each x as ||}}a{{/each}}', /"as" stand between two bars/],
  ['{{#with x as y}}a{{/with}}', /"as" stand between two bars/],
  ['{{this.}}', /cannot begin or end with a point/],
  ['{{a..b}}', /cannot begin or end with a point/],
  ['{{name.}}', /cannot begin or end with a point/],
  ['{{x ? "a" : "b"}}', /cannot calculate or choose/],
  ['{{x - y}}', /cannot calculate or choose/],
  ['{{- x -}}', /cannot calculate or choose/],
  ['{{x&nbsp;}}', /html stands within a tag/],
  ['{{<b>x</b>}}', /html stands within a tag/],
  ['{{x<br>}}', /html stands within a tag/],
  ['{{#if x}}a{{/if x}}', /its name alone; expected \{\{\/if}}/],
  ['{{#^x}}a{{/x}}', /a block has one sign/],
  ['{{{#if x}}}a{{{/if}}}', /a sign stands in two braces/],
  ['{{#IF x}}a{{/IF}}', /"if" is written in small letters; expected \{\{#if name}}/],
  ['{{#if x}}a{{ELSE}}b{{/if}}', /"else" is written in small letters; expected \{\{else}}/],
  ...['{{#foreach x}}a{{/foreach}}', '{{#for item in items}}a{{/for}}', '{{for item in items}}'].map(
    (source) => [source, /written by \{\{#each items}}…\{\{\/each}}/] as const,
  ),
  ...['{{endif}}', '{{end_if}}', '{{#endif}}', '{{end if}}', '{{endfor}}'].map(
    (source) => [source, /a block ends with its own name; expected \{\{\/if}}/] as const,
  ),
  ...[
    '{{#eq a b}}x{{/eq}}',
    '{{#if (eq a b)}}x{{/if}}',
    '{{#ifEquals a b}}x{{/ifEquals}}',
    '{{and a b}}',
  ].map((source) => [source, /cannot be compared or joined; expected one value/] as const),
  ...['{{default name "you"}}', '{{name default="you"}}', '{{name or "you"}}'].map(
    (source) => [source, /expected \{\{#if name}}\{\{name}}\{\{else}}…\{\{\/if}}/] as const,
  ),
  ['{{include "footer"}}', /no other files; expected the content in its place/],
  ['{{assign x 1}}', /cannot set a value/],
  ['{{#each items limit=3}}a{{/each}}', /"each" has no setting "limit"; expected \{\{#each items}}/],
  ['{{lookup x "a" b=1}}', /"lookup" has no setting "b"/],
  ['{{custom_fields.favourite colour}}', /\{\{custom_fields\.\[favourite colour]}}/],
  [
    '{{custom_fields."a b"}}',
    /in brackets behind a point; expected \{\{custom_fields\.\[favourite colour]}}/,
  ],
  ['{{custom_fields["a b"]}}', /in brackets behind a point/],
  ['{{ ~name }}', /~ stands right beside the braces; expected \{\{~name~}}/],
  ['{{=<% %>=}}', /braces of tags stay as they are/],
  ['{{x->y}}', /follows a point/],
  ['{{&nbsp;name}}', /html stands within a tag/],
  ...['{{“name”}}', '{{lookup custom_fields “city”}}', '{{#if ‘x’}}a{{/if}}'].map(
    (source) => [source, /curly quotation marks mean nothing/] as const,
  ),
  ...['{{\u200bname}}', '{{name\u200b}}', '{{lookup x\u200e "a"}}', '{{custom_fields.\u2060a}}'].map(
    (source) => [source, /a character that cannot be seen stands in the name/] as const,
  ),
  ...['{{#if {{x}}}}a{{/if}}', '{{ {{name}} }}', '{{ {name} }}'].map(
    (source) => [source, /a brace stands within a tag; expected a name alone/] as const,
  ),
  ...[
    '{{{{raw}}}}secret{{{{/raw}}}}',
    '{{#if y}}{{{{x}}}}{{a}}{{{{/x}}}}{{/if}}',
    '<b>{{{{ raw }}}}\n{{{{/raw}}}}',
  ].map(
    (source) =>
      [source, /there is no raw block "(?:raw|x)"; expected .* or \\\{\{name}} for braces/] as const,
  ),
  ['{{{{raw x}}}}a{{{{/raw}}}}', /there is no raw block "raw"/],
  ['{{#*inline "a" x=1}}b{{/inline}}', /takes its values where it is called/],
  ['{{#*inline "a" as |x|}}b{{/inline}}', /takes its values where it is called/],
  ['{{> @partial-block}}', /a partial has a fixed name/],
  ['{{#if x as |y|}}{{y}}{{/if}}', /"if" gives no names/],
  ['{{#unless y}}{{#if x}}a{{else unless z as |y|}}{{y}}{{/if}}{{/unless}}', /"unless" gives no names/],
  ['{{#with x as |a b|}}{{b}}{{/with}}', /"with" gives one name/],
  ['{{#each items as |a b c|}}{{c}}{{/each}}', /"each" gives two names/],
  ['{{{{name}}}}', /a raw block is not closed; expected .*, or \{\{name}} for a value/],
];

describe('a faulty template is explained in plain words, with line and excerpt', () => {
  it.each(faults)('%s', (source, expected) => {
    const issue = faultOf(source);
    expect(issue).toMatch(expected);
    expect(issue).toMatch(/^Expected a valid handlebars template: /);
    expect(wordsOf(issue)).not.toMatch(jargon);
    expect(issue.length).toBeLessThan(400);
  });

  it('names the line and quotes the tag', () => {
    expect(faultOf('<b>\n{{first name}}')).toMatch(/: line 3: .* \(near "\{\{first name}}"\)$/);
    expect(faultOf('{{#if x}}\n\n{{/each}}')).toMatch(/: line 4: .* of line 2 \(near "\{\{\/each}}"\)$/);
  });

  it('has a word for every kind that the parser knows', () => expect(faults.length).toBeGreaterThan(60));
});

it.each([
  '{% if x %}a{% endif %}',
  '*|FNAME|* and %%name%% and ${name}',
  '\\{{each x}}',
  '{{!-- {{#if}} --}}{{! {{/each }}',
  '{ {x} } }} }}}',
  '{{#if x}}a{{else if y}}b{{else}}c{{/if}}',
  '{{#each items as |item at|}}{{item}}{{@index}}{{/each}}',
  '{{[first name]}}{{custom_fields.[a "b"]}}{{lookup custom_fields "}}"}}',
  '{{#if x includeZero=true}}a{{/if}}',
  '{{#x}}a{{^}}b{{/x}}{{^y}}c{{/y}}',
  '{{#*inline "a"}}b{{/inline}}{{> a}}',
  '{{{{if x}}}}{{/if}}{{{{/if}}}}',
  '{{endless}}{{ending.if}}{{custom_fields.ELSE}}{{prénom}}{{नाम}}{{custom_fields.[l’âge]}}',
  '{name} [[name]] <%= name %> #{name} {{contact.first_name}}',
])('%s is no fault', (source) => expect(faultOf(source)).toBe('none'));

it('explains a long template by its first fault, however many tags come before', () => {
  const tags = Array.from({ length: 950 }, (_, n) => `{{custom_fields.[a ${n}]}}`).join('\n');
  expect(faultOf(`${tags}\n{{#if x}}`)).toMatch(/line 952: .*\{\{#if x}} of line 952/);
});
