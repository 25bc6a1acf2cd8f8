/** A character of UTF-8 beyond ASCII (RFC 3629, 4), its octets written as Latin-1. */
const character =
  '(?:[\\xc2-\\xdf][\\x80-\\xbf]|[\\xe0-\\xef][\\x80-\\xbf]{2}|[\\xf0-\\xf4][\\x80-\\xbf]{3})';
/** One that lacks its last octets. */
const incomplete = '(?:[\\xc2-\\xdf]|[\\xe0-\\xef][\\x80-\\xbf]?|[\\xf0-\\xf4][\\x80-\\xbf]{0,2})';
const characters = new RegExp(character, 'g');
const wholeRun = new RegExp(`^${character}+$`);
/** Octets that stand together, of which one character is cut: the first, the last or one between. */
const cutRun = new RegExp(`^[\\x80-\\xbf]{0,3}${character}*(?:${incomplete}${character}*)?$`);
const runs = /([\u0000-\u007f]?)([\u0080-\u00ff]+)/g;
/** A cut character that says UTF-8 by itself: two of three octets, or a first one that would be a capital behind a small letter. */
const tellingCut = /^[\xe0-\xf4][\x80-\xbf]{1,2}$/;
const tellingLead = /^[a-z][\xc2-\xde]$/;

/** As much of a text is looked at. */
const sampleBytes = 16 * 1024;

/** The beginning of a text, one character an octet, up to the end of a character. */
function sampleOf(bytes: Uint8Array): string {
  const length = Math.min(bytes.length, sampleBytes);
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1');
  return length < bytes.length ? sample.replace(/[\xc2-\xf4][\x80-\xbf]{0,3}$/, '') : sample;
}

/** How many of its characters have to be whole for a text to be known as UTF-8. */
export interface CutUtf8Proof {
  /** Characters beyond ASCII that are whole. */
  whole: number;
}

/**
 * Whether bytes are UTF-8 of which one character is cut, as programs do that cut texts by octets: no other charset has
 * words like that. Bytes that call themselves UTF-8 need one character that is whole, or a cut that is telling by itself.
 */
export function isCutUtf8(bytes: Uint8Array, { whole: needed }: CutUtf8Proof = { whole: 1 }): boolean {
  let [whole, cuts, isTelling] = [0, 0, false];
  for (const [, before = '', run = ''] of sampleOf(bytes).matchAll(runs)) {
    whole += run.match(characters)?.length ?? 0;
    if (wholeRun.test(run)) continue;
    cuts += 1;
    if (cuts > 1 || !cutRun.test(run)) return false;
    isTelling = tellingCut.test(run) || tellingLead.test(before + run);
  }
  return whole >= needed || (needed === 1 && isTelling);
}
