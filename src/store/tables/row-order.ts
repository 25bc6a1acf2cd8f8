import type { ListPosition } from '../../core/ports/ports.js';
import type { Ordinals } from './ordinals.js';

/**
 * Lists go by the order in which rows came, never by their times: those of a workspace whose clock was set back do not rise.
 */
export const byMaking =
  ({ of }: Ordinals) =>
  (a: { id: string }, b: { id: string }): number =>
    of(a.id) - of(b.id);

export const byOrdinal = (a: { ordinal: number }, b: { ordinal: number }): number => a.ordinal - b.ordinal;

export const bySeq = (a: { seq: number }, b: { seq: number }): number => a.seq - b.seq;

/**
 * Where the page after a position begins; `now` is where its row stands at present. A start numbers the rows anew, with lower
 * numbers alone; a row that moved has a higher one, and the page goes on from where it stood.
 */
export const pageStart = <P extends ListPosition>(given: P, now: P | undefined): P =>
  now && now.ordinal < given.ordinal ? now : given;
