import type { z } from 'zod';
import { invalid } from '../../contract/errors.js';
import { issueWords } from '../../contract/issue-words.js';
import type { Issue } from '../../contract/errors.js';

export interface ParseOptions {
  /** What the whole is called in an issue: `body`, `query`. */
  root: string;
  /** Refuse unknown fields instead of passing over them. */
  strict: boolean;
  /** Fields that are documented and change nothing here, as dotted paths: passed over also when strict. */
  idle?: readonly string[];
  /** Parameters that came more than once; unknown ones are passed over as others are. */
  repeated?: readonly string[];
  /** Told of each field that is passed over, as a dotted path, also where something else is refused. */
  onPassedOver(field: string, why: 'unknown' | 'idle'): void;
}

/** `['recipients', 'tags', 0]` → `recipients.tags[0]`; a name of nothing is `""`. */
const dotted = (path: readonly PropertyKey[], root: string): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = part === '' ? '""' : String(part);
    return text === '' ? name : `${text}.${name}`;
  }, '') || root;

/** More faults and fields of one body are not named: nobody reads on, and the request log keeps them. */
const mostNamed = 100;
const longestKey = 100;
const longestName = 200;

function removeAt(value: unknown, path: readonly PropertyKey[], keys: readonly string[]) {
  let holder: unknown = value;
  for (const part of path) holder = (holder as Record<PropertyKey, unknown>)[part];
  for (const key of keys) delete (holder as Record<string, unknown>)[key];
}

/** What the schema makes of an input: its data, which are undefined where there are issues. */
export interface Checked {
  data: unknown;
  issues: Issue[];
}

/**
 * Checks input against a strict schema. Unknown fields are taken out and named (or refused when strict); any other
 * fault is an issue. Undocumented: we chose to let unknown fields of /v2 pass with a warning, and
 * those of an object as it was read also with --strict.
 */
export function checkInput(schema: z.ZodType, input: unknown, options: ParseOptions): Checked {
  const { root, strict, idle = [], repeated = [], onPassedOver } = options;
  const unknown: string[] = [];
  const parse = () => schema.safeParse(input, { error: issueWords });
  let result = parse();
  // Each round takes out at least one field, and a body is finite; the bound only guards against a schema's surprise.
  for (let round = 0; !result.success && round < 1000; round += 1) {
    const strays = plainIssues(result.error.issues).filter((issue) => issue.code === 'unrecognized_keys');
    if (strays.length === 0) break;
    for (const { path, keys } of strays) {
      for (const key of keys) if (unknown.length < mostNamed) unknown.push(dotted([...path, key], root));
      removeAt(input, path, keys);
    }
    result = parse();
  }
  const refused = strict ? unknown.filter((field) => !idle.includes(field)) : [];
  for (const field of unknown)
    if (!refused.includes(field)) onPassedOver(field, idle.includes(field) ? 'idle' : 'unknown');
  const undocumented = (field: string) => ({ field, issue: 'Expected no such field: it is not documented' });
  const twice = repeated.filter((name) => Object.hasOwn(input as object, name));
  const issues = [
    ...twice.map((name) => ({ field: name.slice(0, longestName), issue: 'Expected this parameter once' })),
    ...issuesOf(result, root),
    ...refused.map(undocumented),
  ];
  return { data: result.data, issues };
}

/** As `checkInput`; throws a 400 that lists every issue. */
export function parseInput(schema: z.ZodType, input: unknown, options: ParseOptions): unknown {
  const { data, issues } = checkInput(schema, input, options);
  if (issues.length > 0) throw invalid(issues);
  return data;
}

type Fault = z.core.$ZodIssue;

const unknownFields = (issues: readonly Fault[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);

/**
 * Issues as a caller can act on them. A faulty key is named, unless it is empty or long: then the object that has it is. A union reports the issues of the
 * alternative that was meant: of the right type, with the fewest unknown fields. Where none fits, it keeps its own message.
 */
const plainIssues = (issues: readonly Fault[]): Fault[] =>
  issues.flatMap((issue): Fault[] => {
    if (issue.code === 'invalid_key') {
      const key = String(issue.path.at(-1));
      const path = key === '' || key.length > longestKey ? issue.path.slice(0, -1) : issue.path;
      return issue.issues.map((inner) => ({ ...inner, path }));
    }
    if (issue.code !== 'invalid_union') return [issue];
    const meant = issue.errors
      .filter((faults) => !faults.some(({ path, code }) => path.length === 0 && code !== 'unrecognized_keys'))
      .sort((a, b) => unknownFields(a) - unknownFields(b))[0];
    if (!meant) return [issue];
    return plainIssues(meant).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  });

function issuesOf(result: z.ZodSafeParseResult<unknown>, root: string): Issue[] {
  if (result.success) return [];
  const first = result.error.issues.slice(0, mostNamed);
  return plainIssues(first).map((issue) => ({
    field: dotted(issue.path, root),
    issue: issue.message,
  }));
}
