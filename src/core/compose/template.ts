import type { CampaignRecord } from '../../contract/campaign.js';
import { toIso } from '../../contract/time.js';
import type { ContactRecord } from '../../contract/contact.js';
import { countCosts } from './count-costs.js';
import { createHandlebars } from './counting-handlebars.js';
import type { Rendering } from './counting-handlebars.js';
import { explainSyntax } from './explain-syntax.js';
import { requireSound } from './prepare-template.js';
import { BudgetError, createSpending, requireLength } from './template-budget.js';
import type { PartName } from './template-budget.js';
import { TemplateFault, TemplateRefusal } from './template-fault.js';
import { requireParsable } from './template-scan.js';

/** What a template may name: the fields of the contact, `custom_fields.*`, `campaign.*` and the two links. */
export type TemplateContext = Record<string, unknown>;

/**
 * Renders; each output that has no value is named in `missing`, when that is given. Undocumented: we chose that it is
 * empty, that null and "" count as missing, and that a value which is only tested does not.
 */
export type Template = (context: TemplateContext, missing?: Set<string>) => string;

/** The rendering that is under way; it is one synchronous call. */
let rendering: Rendering | null = null;
const handlebars = createHandlebars(() => {
  if (!rendering) throw new Error('no template is being rendered');
  return rendering;
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
    return new BudgetError('its blocks and partials go too deep into one another', { line: 1 });
  return new TemplateFault('it cannot be rendered; expected names in double braces, such as {{first_name}}');
}

const refusal = (part: PartName, fault: TemplateFault) =>
  new TemplateRefusal(
    part,
    fault instanceof BudgetError
      ? `Expected a template within its limits: ${fault.message}`
      : `Expected a valid handlebars template: ${fault.message}`,
    fault.line,
  );

/** Turns the fault of a part that `check` throws into its 400. */
function refusing<T>(part: PartName, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof TemplateFault ? refusal(part, error) : error;
  }
}

// Said outright: handlebars would warn on the console of each template that names something like `constructor`.
const guarded = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false } as const;

/** Throws a 400 on the part where what it has become is longer than it may. */
export function requireRendered(part: PartName, characters: number): void {
  refusing(part, () => requireLength(part, characters));
}

/** Compiles one part; html is HTML-escaped, the others are plain. Throws a 400 on the part with line and reason. */
export function compileTemplate(part: PartName, source: string): Template {
  requireRendered(part, source.length);
  // The parser takes its time for large text without a tag.
  if (!source.includes('{{')) {
    refusing(part, () => requireParsable(source));
    return () => source;
  }
  const render = compileProgram(part, parseTemplate(part, source));
  return (context, missing) => {
    const text = render(context, missing);
    requireRendered(part, text.length);
    return text;
  };
}

function parse(source: string): hbs.AST.Program {
  try {
    return handlebars.parse(source);
  } catch (error) {
    throw explainSyntax(source, (tag) => handlebars.parse(tag), lineOf(error));
  }
}

/** The syntax tree of a part, ready to be compiled. Throws a 400 on the part with line and reason. */
export function parseTemplate(part: PartName, source: string): hbs.AST.Program {
  return refusing(part, () => {
    requireParsable(source);
    const program = parse(source);
    requireSound(source, program);
    countCosts(program);
    return program;
  });
}

export function compileProgram(part: PartName, program: hbs.AST.Program): Template {
  const render = handlebars.compile(program, { noEscape: part !== 'content.html' });
  return (context, missing) => {
    rendering = { part, missing, spending: createSpending(part) };
    try {
      return render(context, guarded);
    } catch (error) {
      throw refusal(part, renderingFault(error));
    } finally {
      rendering = null;
    }
  };
}

export interface Links {
  unsubscribe_url: string;
  view_url: string;
}

/** For what is rendered for nobody, and shown to nobody. */
export const noLinks: Links = { unsubscribe_url: '', view_url: '' };

const timesOfContact = ['subscribed_at', 'created_at', 'updated_at'] as const;

/** A contact as templates name it: its times as the API has them. */
function namedContact(contact: Partial<ContactRecord>): TemplateContext {
  const named: TemplateContext = { ...contact };
  for (const time of timesOfContact) {
    const at = contact[time];
    if (at !== undefined) named[time] = toIso(at);
  }
  return named;
}

/** The context in which the mail to one contact is rendered. */
export function contextOf(
  contact: Partial<ContactRecord>,
  links: Links,
  campaign?: Partial<CampaignRecord>,
): TemplateContext {
  const named = namedContact(contact);
  return {
    ...named,
    contact: named,
    ...links,
    campaign: campaign && {
      id: campaign.id,
      name: campaign.name,
      subject: campaign.subject,
      from_name: campaign.from_name,
      from_email: campaign.from_email,
    },
  };
}
