/** Letters that are written from the right, and marks, embeddings, overrides and isolates of direction. */
const turns =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A text of a mail or a user within a sentence that no element can take apart: in tooltips, notices and titles. It stands in
 * an isolate of Unicode (UAX 9, 2.4), which its own marks cannot end, so that it moves nothing beside it.
 */
export const isolated = (text: string): string =>
  turns.test(text) ? `\u2068${text.replace(/[\u2066-\u2069]/g, '')}\u2069` : text;
