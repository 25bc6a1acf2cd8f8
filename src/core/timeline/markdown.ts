/** A text of others as code of Markdown: on one line, at most so many characters of it, in more backticks than it has in a row. */
export function code(text: string, most = Infinity): string {
  const line = text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  if (line === '') return '(empty)';
  const cut = line.length > most ? `${line.slice(0, most).toWellFormed()}…` : line;
  const longestRun = [...cut.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), 0);
  if (longestRun === 0) return `\`${cut}\``;
  const fence = '`'.repeat(longestRun + 1);
  return `${fence} ${cut} ${fence}`;
}

export const ms = (duration: number): string => `${Math.round(duration)} ms`;
