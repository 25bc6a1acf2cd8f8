import type { MessagePosition } from '../../core/ports/ports.js';
import type { Ordinals } from './ordinals.js';

type Created = { created_at: number; id: string };

/** Oldest first and, at one moment, in the order in which the rows came. */
export const byCreation =
  ({ of }: Ordinals) =>
  (a: Created, b: Created): number =>
    a.created_at - b.created_at || of(a.id) - of(b.id);

/** Oldest first and, at one moment, in the order in which the mails came. */
export const byArrival = (a: MessagePosition, b: MessagePosition): number =>
  a.received_at - b.received_at || a.ordinal - b.ordinal;

export const bySeq = (a: { seq: number }, b: { seq: number }): number => a.seq - b.seq;
