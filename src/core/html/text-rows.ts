/** What the rows within an element begin with: a list item's marker once and blanks below it, or the sign of a quotation. */
export interface RowPrefix {
  first: string;
  rest: string;
}

/** Prefixes within prefixes beyond which rows are not set in any further. */
const mostPrefixes = 12;

/** White space that is not one blank already. */
const folds = /[^\S ]|  /;

/** Characters that take no room: padding behind a preheader is made of them and blanks. */
const invisible = /[\u00ad\u034f\u180e\u200b-\u200d\u2060\ufeff\u115f\u3164]/;
const padding = /[ \t\u00ad\u034f\u180e\u2000-\u200d\u2060\ufeff\u115f\u3164]{2,}/g;

/** Drops padding. One invisible character between letters may belong to its script. */
function withoutPadding(text: string): string {
  if (!invisible.test(text)) return text;
  const stripped = text.replace(padding, (run: string, at: number) => {
    if (!invisible.test(run)) return run;
    const [before, after] = [text[at - 1] ?? '\n', text[at + run.length] ?? '\n'];
    if (before === '\n' || after === '\n') return '';
    return /[ \t\u2000-\u200a]/.test(run) ? ' ' : run.length > 2 ? '' : run;
  });
  return stripped === text ? text : stripped.replace(/\n{3,}/g, '\n\n').replace(/^\n+/, '');
}

/**
 * Text that grows row by row. Blanks and breaks are written when text follows, so that nothing that is written is looked
 * at again: large mail takes its time but once.
 */
export function createTextRows() {
  const pieces: string[] = [];
  const prefixes: (RowPrefix & { isBegun: boolean })[] = [];
  let breaks = 0;
  let isSpaced = false;
  let label: string[] | null = null;
  /** The piece with which the last label begins. */
  let labelFrom = 0;

  function startRow() {
    if (pieces.length > 0) pieces.push(breaks > 1 ? '\n'.repeat(breaks) : '\n');
    if (prefixes.length === 0) return;
    const count = Math.min(prefixes.length, mostPrefixes);
    for (let index = 0; index < count; index += 1) {
      const prefix = prefixes[index];
      if (!prefix) break;
      pieces.push(prefix.isBegun ? prefix.rest : prefix.first);
      prefix.isBegun = true;
    }
  }
  function put(text: string) {
    const isNewRow = breaks > 0 || pieces.length === 0;
    if (label && label.length > 0 && (isNewRow || isSpaced)) label.push(' ');
    if (isNewRow) startRow();
    else if (isSpaced) pieces.push(' ');
    if (label?.length === 0) labelFrom = pieces.length;
    pieces.push(text);
    label?.push(text);
    breaks = 0;
    isSpaced = false;
  }

  /** Text of html: white space is one space, and none begins or ends a row. */
  function addFolded(text: string) {
    const bare = text.trim();
    const isOpen = bare.length < text.length;
    if (isOpen && (bare === '' || text[0] !== bare[0])) isSpaced = true;
    if (bare === '') return;
    put(folds.test(bare) ? bare.replace(/[\s\u00a0]+/g, ' ') : bare);
    isSpaced = isOpen && text.at(-1) !== bare.at(-1);
  }

  return {
    addFolded,
    isEmpty: () => pieces.length === 0,
    /** Ends the row, with so many line ends at least before the next. */
    breakRow(lines: number) {
      breaks = Math.max(breaks, lines);
      isSpaced = false;
    },
    /** A line break of its own; several leave one row free. */
    lineBreak() {
      breaks = Math.max(breaks, Math.min(breaks + 1, 2));
      isSpaced = false;
    },
    /** Keeps what comes apart from what was. */
    space() {
      isSpaced = true;
    },
    /** Text with its own rows, and with its own blanks where they are kept. */
    addLines(text: string, whiteSpace: 'lines' | 'kept') {
      for (const [index, row] of text.split('\n').entries()) {
        if (index > 0) breaks += 1;
        if (index > 0 || whiteSpace === 'kept') isSpaced = false;
        if (whiteSpace === 'lines') addFolded(row);
        else if (row !== '') put(row);
      }
    },
    enter(prefix: RowPrefix) {
      prefixes.push({ first: prefix.first, rest: prefix.rest, isBegun: false });
    },
    leave() {
      prefixes.pop();
    },
    /** From here on texts are the label of a link. */
    openLabel() {
      label = [];
    },
    closeLabel(): string {
      const text = label?.join('') ?? '';
      label = null;
      return text;
    },
    /** Puts a text in the place of the label that ended just now. */
    replaceLabel(text: string) {
      pieces.splice(labelFrom, pieces.length, text);
    },
    /** Text behind the last, in its row, whatever breaks are still to come. */
    append(text: string) {
      if (pieces.length > 0) pieces.push(' ');
      else startRow();
      pieces.push(text);
    },
    text: () => withoutPadding(pieces.join('')).trimEnd(),
  };
}

export type TextRows = ReturnType<typeof createTextRows>;
