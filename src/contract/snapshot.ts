import * as z from 'zod';
import { WorkspaceCounts } from './workspace.js';
import { IsoText } from './time.js';

/** What a snapshot may be called. */
export const SnapshotName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  error: 'Expected 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit',
});

/** A named snapshot. `created_at` is the clock that it brings back, `size` the bytes of its records and raw mail. */
export const SnapshotInfo = z
  .object({
    /** Under which it is kept. */
    name: SnapshotName,
    /** The clock that it brings back: UTC, ISO 8601 with whole seconds. */
    created_at: IsoText,
    /** What it holds. */
    counts: WorkspaceCounts,
    /** Its records and raw mail in bytes. */
    size: z.int(),
  })
  .meta({ id: 'Snapshot' });
export type SnapshotInfo = z.output<typeof SnapshotInfo>;

/** What of an imported state was left out, and why. */
export const SkippedRow = z.object({
  /** The kind of the record. */
  table: z.string(),
  /** The id of the record. */
  id: z.string(),
  /** Why it was not taken over. */
  reason: z.string(),
});
export type SkippedRow = z.output<typeof SkippedRow>;

/** The version of the layout of an export. */
export const exportVersion = 1;
/** What a file of an export begins with. */
export const exportMark = 'maildrone_export';

/** Whether a file is an export, from its beginning. */
export const looksLikeExport = (beginning: string): boolean =>
  new RegExp(`^\\uFEFF?\\s*\\{\\s*"${exportMark}"`).test(beginning);

/** One raw mail in an export: as text where it is valid UTF-8, else in base64. */
export const ExportedMail = z
  .strictObject({ id: z.string(), text: z.string().optional(), base64: z.base64().optional() })
  .refine(({ text, base64 }) => (text === undefined) !== (base64 === undefined), {
    error: 'Expected text or base64',
  });
export type ExportedMail = z.output<typeof ExportedMail>;
