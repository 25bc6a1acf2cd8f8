import measure from 'fast-string-truncated-width';
import { stdout } from './output.js';
import type { Paint } from './remote.js';

const escape = /\u001b\[\d+m/g;
const narrowest = 8;

/** Columns that a text takes: a Chinese character has two, a combining mark and a colour none. */
const visible = (text: string): number => measure(text).width;

/** Cuts a cell, whose colours go then. */
function cut(cell: string, width: number): string {
  if (visible(cell) <= width) return cell;
  const plain = cell.replace(escape, '');
  return `${plain.slice(0, measure(plain, { limit: width, ellipsis: '…' }).index)}…`;
}

/**
 * Rows under their heads, in columns as wide as their widest cell. On a terminal the widest columns give way until a row
 * fits its width; elsewhere nothing is cut.
 */
export function table(heads: readonly string[], rows: readonly (readonly string[])[], paint: Paint): string {
  const all = [heads.map((head) => paint.dim(head.toUpperCase())), ...rows];
  const widths = heads.map((_, column) =>
    all.reduce((widest, row) => Math.max(widest, visible(row[column] ?? '')), 0),
  );
  const gaps = 2 * (heads.length - 1);
  for (let over = widths.reduce((sum, width) => sum + width, gaps) - stdout.columns; over > 0; over -= 1) {
    const widest = widths.reduce((most, width) => Math.max(most, width), 0);
    if (!stdout.isTerminal || widest <= narrowest) break;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const shown = cut(cell, widths[column] ?? 0);
        return shown + ' '.repeat((widths[column] ?? 0) - visible(shown));
      })
      .join('  ')
      .trimEnd();
  return all.map(lineOf).join('\n');
}
