import { compileProgram, parseTemplate, requireRendered } from '../template.js';
import type { PartName } from '../template-budget.js';
import type { Template, TemplateContext } from '../template.js';

/**
 * Fixed texts and the values between them: `texts[0]`, the value of number `holes[0]`, `texts[1]`, … One value may
 * stand in several places.
 */
export interface PrecompiledText {
  readonly texts: readonly string[];
  readonly holes: readonly number[];
}

/** A template cut once, so that a mail costs its values and not the whole page. */
export interface PrecompiledTemplate extends PrecompiledText {
  /** How many values there are. */
  readonly count: number;
  /** The values for one recipient, escaped as the part asks; null for the rare ones that cannot be told apart. */
  values(context: TemplateContext, missing?: Set<string>): string[] | null;
  /** The same values as plain text. */
  plainValues(context: TemplateContext): string[] | null;
}

const separator = '\u0000\u0001';

// What could end the place in html where it stands: a value made of other characters is as harmless as an escaped one.
const harmless = /^[^<>&"'`]*$/;

/** Whether what a statement renders can have no markup in it. */
function isHarmless(statement: hbs.AST.Statement): boolean {
  switch (statement.type) {
    case 'ContentStatement':
      return harmless.test((statement as hbs.AST.ContentStatement).value);
    case 'CommentStatement':
      return true;
    case 'MustacheStatement':
      return (statement as hbs.AST.MustacheStatement).escaped;
    case 'BlockStatement': {
      // The types leave out that a block may lack either half.
      const { program, inverse } = statement as { program?: hbs.AST.Program; inverse?: hbs.AST.Program };
      return [program, inverse].every((half) => (half?.body ?? []).every(isHarmless));
    }
    default:
      return false;
  }
}

/** Statements that render the same wherever they stand have the same name; null for those that are one of a kind. */
function nameOf(statement: hbs.AST.Statement): string | null {
  if (statement.type !== 'MustacheStatement') return null;
  const { escaped, params } = statement as hbs.AST.MustacheStatement;
  const [path, ...more] = params;
  if (path?.type !== 'PathExpression' || more.length !== 1) return null;
  return `${escaped} ${(path as hbs.AST.PathExpression).original}`;
}

/** The statements with a separator between each two. */
function withoutNested(
  statements: readonly hbs.AST.Statement[],
  loc: hbs.AST.SourceLocation,
): hbs.AST.Statement[] {
  const separation: hbs.AST.Statement & { value: string } = {
    type: 'ContentStatement',
    value: separator,
    loc,
  };
  return statements.flatMap((statement, index) => (index === 0 ? [statement] : [separation, statement]));
}

/** Cuts a template; null where it can only be rendered as a whole: its html may come out of a value or a block. */
export function precompile(part: PartName, source: string): PrecompiledTemplate | null {
  const program = parseTemplate(part, source);
  const texts = [''];
  const holes: number[] = [];
  const statements: hbs.AST.Statement[] = [];
  const known = new Map<string, number>();
  for (const statement of program.body) {
    if (statement.type === 'ContentStatement') {
      texts.push((texts.pop() ?? '') + (statement as hbs.AST.ContentStatement).value);
    } else if (statement.type !== 'CommentStatement') {
      if (part === 'content.html' && !isHarmless(statement)) return null;
      // Other kinds may define something for those after them.
      if (statement.type !== 'MustacheStatement' && statement.type !== 'BlockStatement') return null;
      const name = nameOf(statement) ?? `#${statements.length}`;
      const slot = known.get(name) ?? statements.push(statement) - 1;
      known.set(name, slot);
      holes.push(slot);
      texts.push('');
    }
  }
  const body = withoutNested(statements, program.loc);
  const valuesBy = (render: Template) => (context: TemplateContext, missing?: Set<string>) => {
    if (statements.length === 0) return [];
    const values = render(context, missing).split(separator);
    return values.length === statements.length ? values : null;
  };
  const valuesOf = valuesBy(compileProgram(part, { ...program, body }));
  const fixed = texts.reduce((sum, text) => sum + text.length, 0);
  return {
    texts,
    holes,
    count: statements.length,
    values(context, missing) {
      const values = valuesOf(context, missing);
      let characters = fixed;
      for (const hole of holes) characters += values?.[hole]?.length ?? 0;
      if (values) requireRendered(part, characters);
      return values;
    },
    plainValues: valuesBy(compileProgram('content.text', { ...program, body })),
  };
}

/** The text with its values in place; the first `most` characters of it and perhaps more where not all are wanted. */
export function render(
  { texts, holes }: PrecompiledText,
  values: readonly string[],
  most = Infinity,
): string {
  let filled = texts[0] ?? '';
  for (let at = 0; at < holes.length && filled.length < most; at += 1) {
    filled += (values[holes[at] as number] ?? '') + (texts[at + 1] ?? '');
  }
  return filled;
}
