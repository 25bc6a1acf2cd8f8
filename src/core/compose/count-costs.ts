import Handlebars from 'handlebars';
import { templateLimits } from '../../contract/template-limits.js';
import { ownHelpers } from './own-helpers.js';
import { BudgetError } from './template-budget.js';
import { isPath } from './template-helpers.js';

/** What `@…` may name: the rest of handlebars' data is its own. */
const dataNames = new Set(['root', 'key', 'index', 'first', 'last']);
const noData = 'nothing';

type Loc = hbs.AST.SourceLocation;
type Path = hbs.AST.PathExpression;
type Called = { path: Path | hbs.AST.Literal; params: hbs.AST.Expression[]; hash?: hbs.AST.Hash };

const pathTo = (name: string, loc: Loc, parts = [name]): Path => ({
  type: 'PathExpression',
  data: false,
  depth: 0,
  parts,
  original: name,
  loc,
});
const text = (value: string, loc: Loc): hbs.AST.StringLiteral => ({
  type: 'StringLiteral',
  value,
  original: value,
  loc,
});
const number = (value: number, loc: Loc): hbs.AST.NumberLiteral => ({
  type: 'NumberLiteral',
  value,
  original: value,
  loc,
});
const noHash = (loc: Loc): hbs.AST.Hash => ({ type: 'Hash', pairs: [], loc });
const call = (
  helper: keyof typeof ownHelpers,
  params: hbs.AST.Expression[],
  loc: Loc,
): hbs.AST.SubExpression => ({
  type: 'SubExpression',
  path: pathTo(ownHelpers[helper], loc),
  params,
  hash: noHash(loc),
  loc,
});

/** The block of an `{{else if}}`, alone in the program that stands for the else; undefined where there is none. */
const chainedBlock = (inverse: (hbs.AST.Program & { chained?: boolean }) | undefined) =>
  inverse?.chained ? inverse.body[0] : undefined;

/** How many nodes of the tree a statement carries out when its turn comes; blocks within it count by themselves. */
function weightOf(statement: hbs.AST.Node): number {
  if (statement.type === 'DecoratorBlock') return templateLimits.inlines;
  const { params = [], hash, inverse } = statement as Partial<Called> & Partial<hbs.AST.BlockStatement>;
  const values = [...params, ...(hash?.pairs ?? []).map(({ value }) => value), chainedBlock(inverse) ?? []];
  return values.flat().reduce((sum, value) => sum + weightOf(value), 1);
}

/** Puts what a block or partial costs in front of it. */
function countRuns(program: hbs.AST.Program | undefined, loc: Loc) {
  if (!program) return;
  const { body } = program;
  const steps = body.reduce((sum, statement) => sum + weightOf(statement), 1);
  const characters = body.reduce(
    (sum, each) =>
      sum + (each.type === 'ContentStatement' ? (each as hbs.AST.ContentStatement).value.length : 0),
    0,
  );
  const { start } = loc;
  const params = [steps, characters, start.line].map((value) => number(value, loc));
  const count: hbs.AST.MustacheStatement = {
    type: 'MustacheStatement',
    path: pathTo(ownHelpers.run, loc),
    params,
    hash: noHash(loc),
    escaped: true,
    strip: { open: false, close: false },
    loc,
  };
  body.unshift(count);
}

/** A literal in the place of a path is a name to handlebars. */
function requirePath(called: Called): Path {
  const { path } = called;
  if (isPath(path)) return path;
  const name = String((path as hbs.AST.StringLiteral).original);
  called.path = pathTo(name, path.loc);
  return called.path as Path;
}

/** What `lookup` looks for, by which it is listed where it is missing: `custom_fields.first name`, `custom_fields[key]`. */
function nameOfLookup([object, key]: readonly hbs.AST.Expression[]): string {
  const written = (node: hbs.AST.Expression | undefined) =>
    node && 'original' in node ? String(node.original) : '(…)';
  return key && isPath(key) ? `${written(object)}[${written(key)}]` : `${written(object)}.${written(key)}`;
}

/**
 * Puts helpers of ours into a checked template: each output goes through one, so that what is missing can be told and what
 * is written counted, and in front of each block stands what it costs.
 */
class Counting extends Handlebars.Visitor {
  private readonly inlines = new Set<string>();

  override PathExpression(path: Path): void {
    if (path.data && !dataNames.has(path.parts[0] ?? '')) path.parts = [noData];
  }

  override DecoratorBlock(block: hbs.AST.DecoratorBlock): void {
    const [name] = block.params;
    this.inlines.add((name as hbs.AST.StringLiteral).value);
    if (this.inlines.size > templateLimits.inlines)
      throw new BudgetError(`it has more than ${templateLimits.inlines} inline partials`, block.loc.start);
    super.DecoratorBlock(block);
    countRuns(block.program, block.loc);
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    super.PartialStatement(partial);
    countCall(partial);
  }

  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    super.PartialBlockStatement(partial);
    countCall(partial);
    countRuns(partial.program, partial.loc);
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    const path = requirePath(mustache);
    super.MustacheStatement(mustache);
    const { escaped, params, hash, loc } = mustache;
    const called: hbs.AST.SubExpression = { type: 'SubExpression', path, params, hash, loc };
    const isHelper = params.length > 0;
    const name = isHelper ? nameOfLookup(params) : path.original;
    mustache.params = [isHelper ? called : path, text(name, loc)];
    mustache.path = pathTo(escaped ? ownHelpers.value : ownHelpers.rawValue, loc);
    mustache.hash = noHash(loc);
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    requirePath(block);
    super.BlockStatement(block);
    countRuns(block.program, block.loc);
    // handlebars wants the block of an `{{else if}}` alone in its program: it is counted with the one that it belongs to.
    if (!chainedBlock(block.inverse)) countRuns(block.inverse, block.loc);
  }
}

/** Tells a partial's context to the count: with a hash, the context is copied for each call. */
function countCall(partial: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement) {
  const { loc, params, hash } = partial;
  const [context = pathTo('this', loc, []), ...more] = params;
  const isCopied: hbs.AST.BooleanLiteral = {
    type: 'BooleanLiteral',
    value: hash !== undefined,
    original: hash !== undefined,
    loc,
  };
  partial.params = [call('context', [context, isCopied, number(loc.start.line, loc)], loc), ...more];
}

/** Makes a checked template count what it costs. Throws a BudgetError. */
export function countCosts(program: hbs.AST.Program): void {
  new Counting().accept(program);
}
