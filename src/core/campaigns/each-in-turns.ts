import { yieldToEventLoop } from '../../contract/event-loop.js';

const rowsPerTurn = 2000;

/** Goes through rows as they are now, and lets other work in between. */
export async function eachInTurns<T>(rows: Iterable<T>, look: (row: T) => void): Promise<void> {
  for (const [index, row] of [...rows].entries()) {
    look(row);
    if (index % rowsPerTurn === rowsPerTurn - 1) await yieldToEventLoop();
  }
}
