import { decodeWords, withSafeWords } from './header-fields.js';

/** A text in quotes, a comment, plain text, or a sign that parts addresses. */
const pieces = /"(?:\\[\s\S]|[^"\\])*"?|\((?:\\[\s\S]|[^()\\])*\)?|[^"(,;:<@]+|[\s\S]/g;
const isText = (piece: string): boolean => /^[^"(,;:<@]/.test(piece);

/** A text as an encoded word, one character an octet. */
const asWord = (octets: string): string => {
  const text = decodeWords(Buffer.from(octets, 'latin1').toString()).trim();
  return ` =?utf-8?B?${Buffer.from(text).toString('base64')}?= `;
};

/**
 * The value of a field with names that hold commas or semicolons as they stand (`Doe; John <d@x.test>`, RFC 5322 would have them in
 * quotes) made safe: mailparser puts the pieces of those together with a comma and a blank, whatever was between them.
 */
function withSafeNames(value: string): string {
  // `name` is what may be one, since the last address; `hasSign` whether it has a sign between words, `hasWord` a word behind that.
  let [out, name, isPlain, hasSign, hasWord, isGroup] = ['', '', true, false, false, false];
  for (const [piece] of value.matchAll(pieces)) {
    const isSign = piece === ',' || (piece === ';' && !isGroup);
    if (isPlain && (isText(piece) || (isSign && hasWord))) {
      name += piece;
      hasSign ||= isSign;
      hasWord = isSign ? false : hasWord || piece.trim() !== '';
      continue;
    }
    out += (piece === '<' && hasSign && hasWord ? asWord(name) : name) + piece;
    [name, hasSign, hasWord] = ['', false, false];
    isPlain = /^[,;:]/.test(piece);
    isGroup = piece === ':' || (isGroup && piece !== ';');
  }
  return out + name;
}

/**
 * A field of addresses, one character an octet, without signs in its names that a reader of addresses would take for its own:
 * mailparser parts addresses before it decodes words (RFC 2047, 6.2 has it so, and programs leave such signs in them).
 */
export function protectNames(line: string): string {
  const colon = line.indexOf(':') + 1;
  const unfolded = line.slice(colon).replace(/\r?\n(?=[ \t])/g, '');
  const value = withSafeWords(unfolded);
  return line.slice(0, colon) + (/[,;]/.test(value) ? withSafeNames(value) : value);
}
