// What steers a terminal: C0, DEL and C1. What turns text round and hides the rest of a line: bidi embeddings, overrides and
// isolates. What some programs count as the end of a line.
const steering = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
const steeringButLines = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
/** Of these JSON escapes the others by itself, and its own newlines are layout. */
const steeringInJson = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

const escaped = (character: string): string =>
  ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[character] ??
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Text of strangers as people may be shown it: in one line, and without power over their terminal. */
export const shownLine = (text: string): string => text.replace(steering, escaped);

/** As `shownLine`, for text that has lines of its own. */
export const shownLines = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(steeringButLines, escaped);

/** JSON that a terminal may be shown. */
export const shownJson = (data: unknown, indent?: number): string =>
  JSON.stringify(data, null, indent).replace(steeringInJson, escaped);
