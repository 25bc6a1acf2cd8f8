import measure from 'fast-string-truncated-width';
import { stdout } from './output.js';
import type { Paint } from './remote.js';

const escape = /\u001b\[\d+m/g;
const narrowest = 4;

/** Columns that a text takes: a Chinese character has two, a combining mark and a colour none. */
const visible = (text: string): number => measure(text).width;

/** Cuts a cell, whose colours go then. */
function cut(cell: string, width: number): string {
  if (visible(cell) <= width) return cell;
  const plain = cell.replace(escape, '');
  return `${plain.slice(0, measure(plain, { limit: width, ellipsis: '…' }).index)}…`;
}

/** The head of a column. */
export type ColumnHead = string | { copied: string };

/** The head of a column whose cells people copy: they are cut nowhere. */
export const copied = (name: string): ColumnHead => ({ copied: name });

/**
 * Rows under their heads, in columns as wide as their widest cell. On a terminal the widest columns give way until a row
 * fits its width, those that are copied last and without being cut: a row may go beyond the width then. Elsewhere nothing is cut.
 */
export function table(
  heads: readonly ColumnHead[],
  rows: readonly (readonly string[])[],
  paint: Paint,
): string {
  const names = heads.map((head) => (typeof head === 'string' ? head : head.copied));
  const isCopied = heads.map((head) => typeof head !== 'string');
  const all = [names.map((name) => paint.dim(name.toUpperCase())), ...rows];
  const widest = names.map((_, column) =>
    all.reduce((most, row) => Math.max(most, visible(row[column] ?? '')), 0),
  );
  const widths = stdout.isTerminal ? fitted(widest, isCopied, names.map(visible)) : widest;
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        const shown = isCopied[column] ? cell : cut(cell, width);
        return shown + ' '.repeat(Math.max(0, width - visible(shown)));
      })
      .join('  ')
      .trimEnd();
  return all.map(lineOf).join('\n');
}

/**
 * Widths with which a row fits the terminal. A head is cut only where the row fits then: where what is copied is wider than
 * the terminal anyway, nothing is won by it.
 */
function fitted(widest: readonly number[], isCopied: readonly boolean[], heads: readonly number[]): number[] {
  const overOf = (widths: readonly number[]) =>
    widths.reduce((sum, width) => sum + width, 2 * (widths.length - 1)) - stdout.columns;
  const shrunk = (from: readonly number[], leastOf: (column: number) => number) => {
    const widths = [...from];
    for (let over = overOf(widths); over > 0; over -= 1) {
      const own = widths.map((width, column) => (width > leastOf(column) ? width : 0));
      const most = own.reduce((widest, width) => Math.max(widest, width), 0);
      if (most === 0) break;
      widths[own.lastIndexOf(most)] = most - 1;
    }
    return widths;
  };
  const uncopied = (least: (column: number) => number) => (column: number) =>
    isCopied[column] ? Infinity : least(column);
  const withHeads = shrunk(
    widest,
    uncopied((column) => Math.max(narrowest, heads[column] ?? 0)),
  );
  const narrow = shrunk(
    withHeads,
    uncopied(() => narrowest),
  );
  return shrunk(overOf(narrow) <= 0 ? narrow : withHeads, (column) =>
    isCopied[column] ? narrowest : Infinity,
  );
}
