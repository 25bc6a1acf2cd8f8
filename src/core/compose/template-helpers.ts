/** A helper that a template may use. */
export interface TemplateHelper {
  values: number;
  isBlock: boolean;
  /** How many names it gives to what it holds (`as |item index|`). */
  names: number;
  /** The names of settings that it takes behind its values. */
  settings: readonly string[];
  example: string;
}

const block = (
  example: string,
  { names = 0, settings = [] }: Partial<Pick<TemplateHelper, 'names' | 'settings'>> = {},
): TemplateHelper => ({ values: 1, isBlock: true, names, settings, example });

export const templateHelpers: ReadonlyMap<string, TemplateHelper> = new Map([
  ['if', block('{{#if name}}…{{/if}}', { settings: ['includeZero'] })],
  ['unless', block('{{#unless name}}…{{/unless}}', { settings: ['includeZero'] })],
  ['each', block('{{#each items}}…{{/each}}', { names: 2 })],
  ['with', block('{{#with custom_fields}}…{{/with}}', { names: 1 })],
  [
    'lookup',
    { values: 2, isBlock: false, names: 0, settings: [], example: '{{lookup custom_fields "city"}}' },
  ],
]);

/** Whether a part of a template is a name, not a literal. */
export const isPath = (node: hbs.AST.Node): node is hbs.AST.PathExpression => node.type === 'PathExpression';

const fallback =
  'a tag has no second value for one that is missing; expected {{#if name}}{{name}}{{else}}…{{/if}}';
const blockEnd = 'a block ends with its own name; expected {{/if}} and the like';
/** Words that other languages of templates have, and what can be written here. */
const foreignWords: readonly (readonly [RegExp, string])[] = [
  [/^(?:elseif|elsif|elif|elseunless)$/i, 'the words of an else stand apart; expected {{else if name}}'],
  [/^(?:for(?:each)?|loop|range|repeat)$/i, 'a list is written by {{#each items}}…{{/each}}'],
  [/^end\w*$|^fi$/i, blockEnd],
  [
    /^(?:n?eq|ne|[gl]te?|and|or|not|xor|is(?:nt|not)?|if(?:eq\w*|cond|not|and|or)|unless(?:eq\w*)|compare|switch|case|in|contains)$/i,
    'values cannot be compared or joined; expected one value, such as {{#if name}}…{{else}}…{{/if}}',
  ],
  [/^(?:default|fallback|coalesce|ifnull)$/i, fallback],
  [
    /^(?:include|import|extends|partial|yield|layout|render|component)$/i,
    'there are no other files; expected the content in its place, or {{#*inline "footer"}}…{{/inline}} and {{> footer}}',
  ],
  [
    /^(?:set|assign|let|var|capture)$/i,
    'a template cannot set a value; expected a value of the contact, such as {{first_name}}',
  ],
];

/** What a tag calls, and with what. */
interface CalledHelper {
  name: string;
  params: readonly hbs.AST.Node[];
  settings: readonly string[];
  isBlock: boolean;
}

const named = /^[a-z_]\w*(?:\.\w+)*$/i;

/** The name with a blank that was perhaps meant: `{{first name}}`, `{{custom_fields.favourite colour}}`. */
function blankName(name: string, params: readonly hbs.AST.Node[]): string | null {
  const [first] = params;
  if (params.length !== 1 || first === undefined || !isPath(first) || !named.test(name)) return null;
  const steps = name.split('.');
  const last = `[${steps.pop() ?? ''} ${first.original}]`;
  return [...steps, last].join('.');
}

/** Why there is no such helper, in the words of the person who wrote it. */
export function explainUnknownHelper({ name, params, settings, isBlock }: CalledHelper): string {
  const words = params.flatMap((param) => (isPath(param) ? param.original : []));
  if (words.some((word) => /^\.\.?$/.test(word)))
    return 'a name cannot begin or end with a point; expected a name such as {{custom_fields.city}} or {{../name}}';
  if (/^[-?:]+$/.test(name) || words.some((word) => /^[-?:]+$/.test(word)))
    return 'a tag cannot calculate or choose; expected one name, or {{#if name}}…{{else}}…{{/if}}';
  const helper = templateHelpers.get(name.toLowerCase());
  if (helper) return `"${name.toLowerCase()}" is written in small letters; expected ${helper.example}`;
  const foreign = foreignWords.find(([pattern]) => pattern.test(name));
  if (foreign) return `there is no helper "${name}": ${foreign[1]}`;
  if (settings.some((key) => /^(?:default|fallback)$/i.test(key)) || words.includes('or')) return fallback;
  const blank = isBlock ? null : blankName(name, params);
  const spelling = blank === null ? '' : `, or {{${blank}}} for a value whose name has a blank`;
  const known = [...templateHelpers.keys()].join(', ');
  return `there is no helper "${name}"; expected a value alone, such as {{first_name}}${spelling}, or one of the helpers ${known}`;
}

const curly = /^[“”„‟‘’‚‛«»‹›]|[“”„‟‘’‚‛«»‹›]$/;
const unseen = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|^[\u200c\u200d]|[\u200c\u200d]$/;

/** Why a name is not the one that it looks like; null where it may be. */
export function explainName(parts: readonly unknown[]): string | null {
  const names = parts.filter((part) => typeof part === 'string');
  if (names.some((name) => unseen.test(name)))
    return 'a character that cannot be seen stands in the name; expected the name typed anew, such as {{first_name}}';
  return names.some((name) => curly.test(name))
    ? 'curly quotation marks mean nothing in a tag; expected straight ones, such as {{lookup custom_fields "city"}}'
    : null;
}

/** Why a word alone is no value; null where it may be one. */
export function explainLoneWord(name: string): string | null {
  if (/^else$/i.test(name)) return '"else" is written in small letters; expected {{else}}';
  return /^end_?(?:if|each|unless|with|for|foreach)$/i.test(name) ? blockEnd : null;
}
