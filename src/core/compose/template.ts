import Handlebars from 'handlebars';
import type { CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { invalidField } from '../../contract/errors.js';
import { explainSyntax } from './explain-syntax.js';
import { prepareTemplate, valueHelper } from './prepare-template.js';
import { TemplateFault } from './template-fault.js';

/** The parts of a mail that are templates. */
export type PartName = 'subject' | 'content.html' | 'content.text';

/** What a template may name: the fields of the contact, `custom_fields.*`, `campaign.*` and the two links. */
export type TemplateContext = Record<string, unknown>;

/**
 * Renders; each output that has no value is named in `missing`, when that is given. Undocumented: we chose that it is
 * empty, that null and "" count as missing, and that a value which is only tested does not.
 */
export type Template = (context: TemplateContext, missing?: Set<string>) => string;

// A registry of its own, without the helper that writes to the console.
const handlebars = Handlebars.create();
handlebars.unregisterHelper('log');

handlebars.registerHelper(valueHelper, (value: unknown, name: string, options: Handlebars.HelperOptions) => {
  if (value === undefined || value === null || value === '') {
    (options.data as { missing?: Set<string> } | undefined)?.missing?.add(name);
  }
  return value;
});

/** The line at which the parser of handlebars stopped; the rest of its message names tokens of its grammar. */
function lineOf(error: unknown): number | null {
  const message = error instanceof Error ? error.message : '';
  const [, line] =
    /^(?:Parse|Lexical) error on line (\d+)| - (\d+):\d+$/.exec(message)?.filter(Boolean) ?? [];
  return line === undefined ? null : Number(line);
}

/** What can still fail when a template is rendered, though it was checked. */
function renderingFault(error: unknown): TemplateFault {
  if (error instanceof TemplateFault) return error;
  const message = error instanceof Error ? error.message : '';
  const partial = /^The partial (\S+) could not be found/.exec(message)?.[1];
  if (partial !== undefined)
    return new TemplateFault(
      `{{> ${partial}}} stands outside of the block in which it is defined; expected {{#*inline "${partial}"}}…{{/inline}} before it, in the same block`,
    );
  if (error instanceof RangeError)
    return new TemplateFault('it has no end; expected a partial that does not contain itself');
  return new TemplateFault('it cannot be rendered; expected names in double braces, such as {{first_name}}');
}

const refusal = (part: PartName, { message }: TemplateFault) =>
  invalidField(part, `Expected a valid handlebars template: ${message}`);

// Said outright: handlebars would warn on the console of each template that names something like `constructor`.
const guarded = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false } as const;

/** Compiles one part; html is HTML-escaped, the others are plain. Throws a 400 on the part with line and reason. */
export const compileTemplate = (part: PartName, source: string): Template =>
  compileProgram(part, parseTemplate(part, source));

function parse(source: string): hbs.AST.Program {
  try {
    return handlebars.parse(source);
  } catch (error) {
    throw explainSyntax(source, (tag) => handlebars.parse(tag), lineOf(error));
  }
}

/** The syntax tree of a part, ready to be compiled. Throws a 400 on the part with line and reason. */
export function parseTemplate(part: PartName, source: string): hbs.AST.Program {
  try {
    const program = parse(source);
    prepareTemplate(source, program);
    return program;
  } catch (error) {
    throw error instanceof TemplateFault ? refusal(part, error) : error;
  }
}

export function compileProgram(part: PartName, program: hbs.AST.Program): Template {
  const render = handlebars.compile(program, { noEscape: part !== 'content.html' });
  return (context, missing) => {
    try {
      return render(context, { ...guarded, data: { missing } });
    } catch (error) {
      throw refusal(part, renderingFault(error));
    }
  };
}

export interface Links {
  unsubscribe_url: string;
  view_url: string;
}

/** The context in which the mail to one contact is rendered. */
export const contextOf = (
  contact: Partial<ContactRecord>,
  links: Links,
  campaign?: CampaignRecord,
): TemplateContext => ({
  ...contact,
  contact,
  ...links,
  campaign: campaign && {
    id: campaign.id,
    name: campaign.name,
    subject: campaign.subject,
    from_name: campaign.from_name,
    from_email: campaign.from_email,
  },
});
