import type { MessageSummary } from '../../../src/contract/message.js';

/** Neighbouring rows that are held of a long list. */
export interface Block {
  /** Where the first of them stands in the whole list. */
  at: number;
  rows: readonly MessageSummary[];
  /** Where the server goes on after the last of them: null at the end of the list, undefined where that is not known. */
  cursor: string | null | undefined;
}

/** In order, none over another. */
export type Blocks = readonly Block[];

export const endOf = ({ at, rows }: Block): number => at + rows.length;

export const heldRows = (blocks: Blocks): readonly MessageSummary[] =>
  blocks.length === 1 ? (blocks[0]?.rows ?? []) : blocks.flatMap(({ rows }) => rows);

/** The part of a block from one place of the whole list to another. */
function cut(block: Block, from: number, to: number): Block[] {
  const rows = block.rows.slice(Math.max(0, from - block.at), Math.max(0, to - block.at));
  if (rows.length === 0) return [];
  const at = Math.max(block.at, from);
  return [{ at, rows, cursor: at + rows.length === endOf(block) ? block.cursor : undefined }];
}

/** Puts rows that the server gave in the place of what was held there. */
export function placeBlock(blocks: Blocks, block: Block): Blocks {
  const ids = new Set(block.rows.map(({ id }) => id));
  const others = blocks
    .flatMap((held) => [...cut(held, 0, block.at), ...cut(held, endOf(block), Infinity)])
    // What stands in two places has moved: where it stood is not known any more.
    .filter(({ rows }) => !rows.some(({ id }) => ids.has(id)));
  return [...others, block].sort((a, b) => a.at - b.at);
}

/** Rows that are held at the top, and on either side of the view, of a list that was scrolled through. */
const keptAtTop = 200;
const keptAround = 600;
const mostHeld = 2000;

/** Lets go of rows far from those in view, once there are many. */
export function trim(blocks: Blocks, first: number, last: number): Blocks {
  const held = blocks.reduce((sum, { rows }) => sum + rows.length, 0);
  if (held <= mostHeld) return blocks;
  const from = first - keptAround;
  return blocks.flatMap((block) => [
    ...cut(block, 0, keptAtTop),
    ...cut(block, Math.max(keptAtTop, from), last + keptAround),
  ]);
}
