import type { MessageRecord } from '../../contract/message.js';

/**
 * What is left of the row of a mail that is deleted for good: a campaign goes on counting its mail, and links of our mail go
 * on working. Null where nothing needs it.
 */
export const leftOfDeleted = (row: MessageRecord): MessageRecord | null =>
  row.kind === 'smtp' && row.schedule.length === 0
    ? null
    : { ...row, removed: true, stored: false, preview: '' };

/** Whether a mail is deleted and can still be restored. */
export const isWithdrawn = ({ removed, stored }: MessageRecord): boolean => removed && stored;
