import Handlebars from 'handlebars';
import { ownHelpers } from './own-helpers.js';
import { TemplateFault } from './template-fault.js';
import {
  explainLoneWord,
  explainName,
  explainUnknownHelper,
  isPath,
  templateHelpers as helpers,
} from './template-helpers.js';

/** Names by which handlebars itself would find helpers that are no template's. */
const internal = new Set<string>([...Object.values(ownHelpers), 'helperMissing', 'blockHelperMissing']);

type Called = Pick<hbs.AST.MustacheStatement, 'path' | 'params' | 'hash' | 'loc'>;

const nameOf = ({ path }: Pick<Called, 'path'>): string =>
  String((path as hbs.AST.PathExpression | (hbs.AST.Literal & { original: unknown })).original);

/** Refuses what could only fail when it is rendered, perhaps in a branch that no test takes. Throws a TemplateFault. */
class Check extends Handlebars.Visitor {
  private readonly inlines = new Set<string>();
  private readonly lines: readonly string[];

  constructor(source: string) {
    super();
    this.lines = source.split('\n');
  }

  private fault(node: hbs.AST.Node, reason: string): TemplateFault {
    const rest = this.restOf(node);
    return new TemplateFault(reason, node.loc.start.line, /^.*?\}\}+/.exec(rest)?.[0] ?? rest);
  }

  /** The line from a node on. */
  private restOf({ loc }: hbs.AST.Node): string {
    return this.lines[loc.start.line - 1]?.slice(loc.start.column) ?? '';
  }

  /** Checks the call of a helper as to its name, its form and its number of values. */
  private requireHelper(called: Called & hbs.AST.Node, isBlock: boolean): void {
    const name = nameOf(called);
    const helper = helpers.get(name);
    const settings = (called.hash as hbs.AST.Hash | undefined)?.pairs.map(({ key }) => key) ?? [];
    if (!helper)
      throw this.fault(called, explainUnknownHelper({ name, params: called.params, settings, isBlock }));
    const unknown = settings.find((key) => !helper.settings.includes(key));
    if (unknown !== undefined)
      throw this.fault(called, `"${name}" has no setting "${unknown}"; expected ${helper.example}`);
    if (isBlock === helper.isBlock && called.params.length === helper.values) return;
    const form = isBlock === helper.isBlock ? '' : helper.isBlock ? 'is a block and ' : 'is no block and ';
    const values = helper.values === 1 ? 'one value' : `${helper.values} values`;
    if (called.params.some((param) => isPath(param) && param.original === 'as'))
      throw this.fault(
        called,
        'names behind "as" stand between two bars; expected {{#each items as |item|}}…{{/each}}',
      );
    throw this.fault(called, `"${name}" ${form}takes ${values}; expected ${helper.example}`);
  }

  override Decorator(decorator: hbs.AST.Decorator): void {
    throw this.fault(
      decorator,
      `there is no decorator "${nameOf(decorator)}"; expected {{${nameOf(decorator)}}}`,
    );
  }

  override DecoratorBlock(block: hbs.AST.DecoratorBlock): void {
    const [name] = block.params;
    if (nameOf(block) !== 'inline' || block.params.length !== 1 || name?.type !== 'StringLiteral')
      throw this.fault(
        block,
        'a partial within the template has a name; expected {{#*inline "footer"}}…{{/inline}}',
      );
    if (block.hash || block.program.blockParams)
      throw this.fault(
        block,
        'a partial takes its values where it is called; expected {{#*inline "footer"}}…{{/inline}} and {{> footer key=value}}',
      );
    this.inlines.add((name as hbs.AST.StringLiteral).value);
    super.DecoratorBlock(block);
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    const { name } = partial;
    const original = isPath(name) ? name.original : null;
    if (original === null || !this.inlines.has(original)) throw this.fault(partial, noPartial(original));
    super.PartialStatement(partial);
  }

  override PathExpression(path: hbs.AST.PathExpression): void {
    const reason = explainName(path.parts);
    if (reason !== null) throw this.fault(path, reason);
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    super.MustacheStatement(mustache);
    const reason = explainLoneWord(nameOf(mustache));
    if (reason !== null) throw this.fault(mustache, reason);
    if (helpers.has(nameOf(mustache)) || mustache.params.length > 0 || mustache.hash) {
      this.requireHelper(mustache, false);
    }
  }

  override SubExpression(expression: hbs.AST.SubExpression): void {
    super.SubExpression(expression);
    this.requireHelper(expression, false);
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    super.BlockStatement(block);
    const name = nameOf(block);
    if (this.restOf(block).startsWith('{{{{') && !helpers.has(name))
      throw this.fault(block, noRawBlock(name));
    if (block.params.length > 0 || block.hash || helpers.has(name) || internal.has(name)) {
      this.requireHelper(block, true);
    }
    this.requireNames(block);
  }

  /** Names behind "as" that a helper has no value for would be empty, or fail in the middle of a send. */
  private requireNames(block: hbs.AST.BlockStatement): void {
    const helper = helpers.get(nameOf(block));
    // A template that consists of an else alone has no first part, whatever the types say.
    const [{ length = 0 } = {}] = [(block.program as hbs.AST.Program | undefined)?.blockParams];
    if (!helper || length <= helper.names) return;
    const most = helper.names === 0 ? 'no names' : helper.names === 1 ? 'one name' : 'two names';
    throw this.fault(
      block,
      `"${nameOf(block)}" gives ${most} to what it holds; expected {{#each items as |item index|}}, {{#with value as |name|}} or no names`,
    );
  }
}

const noRawBlock = (name: string): string =>
  `there is no raw block "${name}"; expected {{#if name}} and the like in two braces, or \\{{name}} for braces that stay as they are`;

const noPartial = (name: string | null): string =>
  name === null || name.startsWith('@')
    ? 'a partial has a fixed name; expected {{> footer}} and {{#*inline "footer"}}…{{/inline}} before it'
    : `there is no partial "${name}"; expected its content in its place, or {{#*inline "${name}"}}…{{/inline}} before it`;

/** Checks a parsed template. Throws a TemplateFault. */
export function requireSound(source: string, program: hbs.AST.Program): void {
  new Check(source).accept(program);
}
