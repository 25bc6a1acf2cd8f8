import Handlebars from 'handlebars';
import type { CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { invalidField } from '../../contract/errors.js';

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

/** Every plain output goes through this helper, so that a value that is not there can be told from an empty template. */
const valueHelper = '__value';
handlebars.registerHelper(valueHelper, (value: unknown, name: string, options: Handlebars.HelperOptions) => {
  if (value === undefined || value === null || value === '') {
    (options.data as { missing?: Set<string> } | undefined)?.missing?.add(name);
  }
  return value;
});

/** What handlebars says, in one line, with the line number where it knows one. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const at = /Parse error on line (\d+):\n([\s\S]*)\n-*\^\n([\s\S]*)/.exec(message);
  if (at) return `line ${at[1]}: ${at[3]} (near "${at[2]?.trim().slice(-40)}")`;
  const position = /^(.*) - (\d+):\d+$/s.exec(message);
  return position ? `line ${position[2]}: ${position[1]}` : (message.split('\n')[0] ?? message);
}

const fault = (part: PartName, error: unknown) =>
  invalidField(part, `Expected a valid handlebars template: ${reasonOf(error)}`);

const isPath = (node: hbs.AST.Node): node is hbs.AST.PathExpression => node.type === 'PathExpression';

const isHelper = (name: string): boolean => Object.hasOwn(handlebars.helpers, name);

/** Refuses what can only fail when it is rendered, perhaps in a branch that no test takes; marks plain outputs. */
class Preparation extends Handlebars.Visitor {
  private readonly inlines = new Set<string>();

  override DecoratorBlock(block: hbs.AST.DecoratorBlock): void {
    const [name] = block.params;
    if (name?.type === 'StringLiteral') this.inlines.add((name as hbs.AST.StringLiteral).value);
    super.DecoratorBlock(block);
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    const { name, loc } = partial;
    if (isPath(name) && !this.inlines.has(name.original)) {
      throw new Error(`There is no partial "${name.original}" - ${loc.start.line}:${loc.start.column}`);
    }
    super.PartialStatement(partial);
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    super.MustacheStatement(mustache);
    const { path } = mustache;
    if (!isPath(path) || isHelper(path.original)) return;
    if (mustache.params.length > 0 || mustache.hash) throw unknownHelper(path);
    const name: hbs.AST.StringLiteral = {
      type: 'StringLiteral',
      value: path.original,
      original: path.original,
      loc: path.loc,
    };
    mustache.params = [path, name];
    mustache.path = { ...path, original: valueHelper, parts: [valueHelper], data: false, depth: 0 };
  }

  override SubExpression(expression: hbs.AST.SubExpression): void {
    super.SubExpression(expression);
    if (isPath(expression.path) && !isHelper(expression.path.original)) {
      throw unknownHelper(expression.path);
    }
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    super.BlockStatement(block);
    if (block.params.length > 0 && isPath(block.path) && !isHelper(block.path.original)) {
      throw unknownHelper(block.path);
    }
  }
}

const unknownHelper = ({ original, loc }: hbs.AST.PathExpression) =>
  new Error(`There is no helper "${original}" - ${loc.start.line}:${loc.start.column}`);

// Said outright: handlebars would warn on the console of each template that names something like `constructor`.
const guarded = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false } as const;

/** Compiles one part; html is HTML-escaped, the others are plain. Throws a 400 on the part with line and reason. */
export const compileTemplate = (part: PartName, source: string): Template =>
  compileProgram(part, parseTemplate(part, source));

/** The syntax tree of a part, ready to be compiled. Throws a 400 on the part with line and reason. */
export function parseTemplate(part: PartName, source: string): hbs.AST.Program {
  try {
    const program = handlebars.parse(source);
    new Preparation().accept(program);
    return program;
  } catch (error) {
    throw fault(part, error);
  }
}

export function compileProgram(part: PartName, program: hbs.AST.Program): Template {
  const render = handlebars.compile(program, { noEscape: part !== 'content.html' });
  return (context, missing) => {
    try {
      return render(context, { ...guarded, data: { missing } });
    } catch (error) {
      throw fault(part, error);
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
