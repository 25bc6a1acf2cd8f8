import { AppError } from '../../contract/errors.js';

/** The 400 of a faulty template; `line` is null where no line is to blame. */
export class TemplateRefusal extends AppError {
  constructor(
    readonly part: string,
    readonly issue: string,
    readonly line: number | null,
  ) {
    super('INVALID_REQUEST', 'Invalid request parameters', { field: part, issue });
  }
}

/** As much of a template is quoted beside a fault. */
const longestExcerpt = 60;

/** What stands in a template, in one line of readable length. */
export function excerptOf(source: string): string {
  const line = source.replace(/\s+/g, ' ').trim();
  return line.length <= longestExcerpt ? line : `${line.slice(0, longestExcerpt).trimEnd()}…`;
}

/** What is wrong with a template in the words of the person who writes it; `line` is null where no line is to blame. */
export class TemplateFault extends Error {
  constructor(
    reason: string,
    readonly line: number | null = null,
    readonly excerpt = '',
  ) {
    const where = line === null ? '' : `line ${line}: `;
    super(where + reason + (excerpt === '' ? '' : ` (near "${excerptOf(excerpt)}")`));
  }
}
