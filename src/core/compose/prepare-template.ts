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

  private fault({ loc }: hbs.AST.Node, reason: string): TemplateFault {
    const { line, column } = loc.start;
    const rest = this.lines[line - 1]?.slice(column) ?? '';
    return new TemplateFault(reason, line, /^.*?\}\}+/.exec(rest)?.[0] ?? rest);
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
    if (block.params.length > 0 || block.hash || helpers.has(name) || internal.has(name)) {
      this.requireHelper(block, true);
    }
  }
}

const noPartial = (name: string | null): string =>
  name === null
    ? 'a partial has a fixed name; expected {{> footer}} and {{#*inline "footer"}}…{{/inline}} before it'
    : `there is no partial "${name}"; expected its content in its place, or {{#*inline "${name}"}}…{{/inline}} before it`;

/** Checks a parsed template. Throws a TemplateFault. */
export function requireSound(source: string, program: hbs.AST.Program): void {
  new Check(source).accept(program);
}
