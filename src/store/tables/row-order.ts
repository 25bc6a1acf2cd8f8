export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Oldest first and, at one moment, ids downwards: read from the end it is "newest first, ties by id". */
export const byCreation = (
  a: { created_at: number; id: string },
  b: { created_at: number; id: string },
): number => a.created_at - b.created_at || byText(b.id, a.id);

export interface Placed {
  received_at: number;
  id: string;
}
export const byArrival = (a: Placed, b: Placed): number =>
  a.received_at - b.received_at || byText(b.id, a.id);

export const bySeq = (a: { seq: number }, b: { seq: number }): number => a.seq - b.seq;
