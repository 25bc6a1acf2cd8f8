import type { Figure } from './report.js';

/** What is measured at every size, in the order of the table. */
export const sizeColumns = {
  start: { what: 'start', unit: 's' },
  memory: { what: 'memory', unit: 'MiB' },
  list: { what: 'page of the inbox', unit: 'ms' },
  contacts: { what: 'page of contacts', unit: 'ms' },
  search: { what: 'text search', unit: 'ms' },
  write: { what: 'contact created', unit: 'ms' },
  send: { what: 'campaign to 500', unit: 's' },
  checkpoint: { what: 'checkpoint', unit: 's' },
} as const satisfies Record<string, { what: string; unit: Figure['unit'] }>;
export type SizeColumn = keyof typeof sizeColumns;
