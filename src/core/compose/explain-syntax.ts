import { excerptOf, TemplateFault } from './template-fault.js';
import { templateTags } from './template-tags.js';
import type { TagFault, TemplateTag } from './template-tags.js';

const braceReasons: Readonly<Record<TagFault, string>> = {
  open: 'a tag is not closed; expected }} at its end',
  'open comment': 'a comment is not closed; expected --}} or }} at its end, as it was opened',
  'open raw block': 'a raw block is not closed; expected two braces for a block, or {{name}} for a value',
  'too few braces': 'a tag is opened by three braces and closed by two; expected {{name}} or {{{name}}}',
  'too many braces':
    'a tag is opened by two braces and closed by three; expected {{name}}, with a blank before a brace that is text',
};

const htmlWithin = /&#?\w+;|<\/?[a-z][^<>]*>/i;
const htmlReason = 'html stands within a tag; expected a name alone, such as {{first_name}}';
/** A brace before those that close the tag. */
const braceWithin = /^\{\{\{?[^{}]*\{/;
const braceReason =
  'a brace stands within a tag; expected a name alone, such as {{first_name}} or {{#if name}}';

/** What people write who know another language of templates, and what they could write here. */
const habits: readonly (readonly [RegExp, string])[] = [
  [/^=.*=$/, 'the braces of tags stay as they are; expected a name in two of them, such as {{first_name}}'],
  [
    /[\w\])]->\s*\w/,
    'what is within a value follows a point; expected a name such as {{custom_fields.city}}',
  ],
  [
    /\.\s*["']|\[\s*["']/,
    'a name with blanks stands in brackets behind a point; expected {{custom_fields.[favourite colour]}}',
  ],
  [/^~|~$/, 'the sign ~ stands right beside the braces; expected {{~name~}}'],
  [/^!--/, 'a comment has no other sign; expected {{!-- … --}}'],
  [/^$/, 'a tag is empty; expected a name in it, such as {{first_name}}'],
  [/^\s*[#/^>&]\s*$/, 'a tag has no name; expected one behind the sign, such as {{#if name}} or {{/if}}'],
  [
    /\sas(?:\s*$|\s*\|)/,
    'names behind "as" stand between two bars; expected {{#each items as |item|}}…{{/each}}',
  ],
  [/^%|%$/, 'percent signs mean nothing in a tag; expected a name, such as {{first_name}}'],
  [/\|\||&&/, 'a tag cannot join conditions; expected one value, such as {{#if name}}…{{else}}…{{/if}}'],
  [
    /[=!<>]=|[<>]|(?:^|\s)(?:-|!)\s*\w/,
    'a tag cannot compare or negate; expected one value, such as {{#if name}} or {{#unless name}}',
  ],
  [
    /\|(?!.*\|)/,
    'there are no filters; expected a value alone, such as {{name}}, in the form in which it is to be shown',
  ],
  [/\?/, 'a tag cannot choose; expected {{#if name}}…{{else}}…{{/if}}'],
  [
    /[\w\])]\s*\[/,
    'an entry of a list is written with a point; expected a name such as {{items.[0]}} or {{items.0}}',
  ],
  [/\w\(/, 'a tag cannot call a function; expected the name of a value, such as {{name}}'],
  [
    /=\s*$|=\s+\w+=|=\s*\)/,
    'a value is missing; expected one behind the equals sign, such as {{helper key=value}}',
  ],
  [/=/, 'a tag cannot set a value; expected a name alone, such as {{first_name}}'],
  [/^\(/, 'a tag cannot begin with a bracket; expected a name, such as {{first_name}}'],
  [/\[[^\]]*$/, 'a bracket is not closed; expected a name such as {{custom_fields.[favourite colour]}}'],
  [/^\s+?[#/]|^[a-z]+\s*\/|^\//i, 'a block ends with its own name; expected {{/if}} and the like'],
  [/[+*,;]/, 'a tag cannot calculate or list; expected one name, such as {{first_name}}'],
];

const braceReasonOf = ({ source }: TemplateTag, fault: TagFault): string =>
  fault === 'open' && braceWithin.test(source) ? braceReason : braceReasons[fault];

const count = (text: string, mark: string): number => text.split(mark).length - 1;

/** Why a tag cannot be read though its braces fit. */
function reasonOf({ inner, source }: TemplateTag): string {
  if (
    count(inner.replace(/\\"/g, ''), '"') % 2 === 1 ||
    (count(inner, "'") % 2 === 1 && !inner.includes('"'))
  )
    return 'a quotation mark is not closed; expected a second one of its kind';
  if (/^\{\{\{\s*[#/^>&]/.test(source))
    return 'a sign stands in two braces; expected {{#if name}}…{{/if}} and the like';
  if (/^\/\s*\S+\s+\S/.test(inner))
    return 'the end of a block has its name alone; expected {{/if}} and the like';
  if (/^[#^][#^]/.test(inner)) return 'a block has one sign; expected {{#if name}} or {{#unless name}}';
  if (htmlWithin.test(inner)) return htmlReason;
  const bare = inner.replace(/"(?:\\"|[^"])*"|'(?:\\'|[^'])*'/g, '""');
  if (/^\{\{\{?\s+[#/^>]/.test(source)) return `a blank stands before the sign; expected {{${inner}}}`;
  if (count(bare, '(') !== count(bare, ')'))
    return 'brackets do not fit together; expected as many ) as there are (';
  if (/(?:^|\s)\.\w|\.\.\w|\.\s*$|\/\.\.|\.\.\./.test(bare))
    return 'a name cannot begin or end with a point, and ../ stands at its beginning alone; expected a name such as {{custom_fields.city}} or {{../name}}';
  const named = bare.replace(/^[#^>&*/]+\s*/, '');
  const habit = habits.find(([pattern]) => pattern.test(bare === '' ? bare : named === '' ? bare : named));
  if (habit) return habit[1];
  return 'this tag cannot be read; expected a name, such as {{first_name}}, or a block, such as {{#if name}}…{{/if}}';
}

interface OpenBlock {
  name: string;
  tag: TemplateTag;
  hasElse: boolean;
  /** A tag within that looks as though it were to end the block. */
  end: string | null;
}

const opener = /^#?(?:[#^][>*]?)\s*(\[[^\]]*\]|[^\s|(~]+)/;
const isElse = (inner: string): boolean => inner === '^' || /^else(?:\s|$)/.test(inner);

/** Follows the blocks of a template; throws where they do not fit into each other. */
function createBlockCheck() {
  const open: OpenBlock[] = [];
  const fault = (reason: string, tag: TemplateTag) => new TemplateFault(reason, tag.line, tag.source);

  function close(tag: TemplateTag) {
    const name = tag.inner.replace(/^\/\s*/, '');
    const block = open.pop();
    if (!block) throw fault(`{{/${name}}} has nothing to close; expected {{#${name} …}} before it`, tag);
    if (block.name === name) return;
    const { line, source } = block.tag;
    throw fault(
      `{{/${name}}} stands where {{/${block.name}}} is expected, for ${source} of line ${line}`,
      tag,
    );
  }
  function otherwise(tag: TemplateTag) {
    const block = open.at(-1);
    if (!block) throw fault('{{else}} stands alone; expected it between {{#if name}} and {{/if}}', tag);
    if (block.hasElse)
      throw fault(
        `{{#${block.name}}} has a second {{else}}; expected one, or {{else if name}} before it`,
        tag,
      );
    block.hasElse = tag.inner === 'else' || tag.inner === '^';
  }
  return {
    take(tag: TemplateTag) {
      const { inner } = tag;
      if (isElse(inner)) return otherwise(tag);
      if (inner.startsWith('/')) return close(tag);
      const name = opener.exec(inner)?.[1];
      if (name !== undefined && /^end\w+$/i.test(name))
        throw fault('a block ends with its own name; expected {{/if}} and the like', tag);
      if (name === 'else') throw fault('a sign stands before the else; expected {{else}}', tag);
      if (name !== undefined) open.push({ name: name.replace(/^"|"$/g, ''), tag, hasElse: false, end: null });
      const block = open.at(-1);
      if (block && /^(?:end\w*|fi)$/i.test(inner)) block.end ??= tag.source;
    },
    end(lastLine: number) {
      const block = open.pop();
      if (!block) return;
      const { name, tag, end } = block;
      const instead = end === null ? '' : `, not ${end}`;
      const reason = `the template ends before ${excerptOf(tag.source)} of line ${tag.line} is closed; expected {{/${name}}} behind it${instead}`;
      throw new TemplateFault(reason, lastLine, tag.source);
    },
  };
}

/** Tags that are looked at one by one, each by the parser. */
const mostLooked = 2000;
const plain = /^[&>]?\s*(?:\.\.\/)*@?[a-z_]\w*(?:\.\w+)*$/i;

/** The tag in a template of its own, as far as it can be one. */
function alone({ inner, source }: TemplateTag): string {
  const name = opener.exec(inner)?.[1];
  return name === undefined ? source : `${source}{{/${name}}}`;
}

/**
 * Says what is wrong with a template that `parse` refused, in the words of the person who wrote it; `line` is where the
 * parser stopped. The parser's own message names tokens of its grammar.
 */
export function explainSyntax(
  source: string,
  parse: (source: string) => unknown,
  line: number | null,
): TemplateFault {
  const blocks = createBlockCheck();
  const known = new Set<string>();
  try {
    for (const tag of templateTags(source)) {
      if (tag.fault !== null) throw new TemplateFault(braceReasonOf(tag, tag.fault), tag.line, tag.source);
      const isLooked = !plain.test(tag.inner) && !isElse(tag.inner) && !known.has(tag.source);
      if (
        isLooked &&
        !/^\{\{~?\/\s*\S+$/.test(tag.source.replace(/~?\}\}$/, '')) &&
        known.size < mostLooked
      ) {
        known.add(tag.source);
        if (!canParse(alone(tag), parse)) throw new TemplateFault(reasonOf(tag), tag.line, tag.source);
      }
      blocks.take(tag);
    }
    blocks.end(source.split('\n').length);
  } catch (error) {
    if (error instanceof TemplateFault) return error;
    throw error;
  }
  const excerpt = line === null ? '' : (source.split('\n', line).at(-1) ?? '');
  return new TemplateFault(
    'this cannot be read; expected names in double braces, such as {{first_name}}, and blocks, such as {{#if name}}…{{/if}}',
    line,
    excerpt,
  );
}

function canParse(source: string, parse: (source: string) => unknown): boolean {
  try {
    parse(source);
    return true;
  } catch {
    return false;
  }
}
