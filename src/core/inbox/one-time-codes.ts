import { codeWordsIn, follows, isOfOtherKind, isOfThing, leads, states } from './code-words.js';
import type { TextSpan } from './code-words.js';

// What parts the groups of a code: a blank or dash of any width.
const gap = '[ \\u00a0\\u2009\\u202f\\u2010-\\u2013-]';
// Three and three digits, four and four (but two years are none), two three times, or each by itself.
const groups = `(?<!\\d${gap})(?:\\d{3}${gap}\\d{3}|(?!(?:19|20)\\d\\d${gap})\\d{4}${gap}\\d{4}|\\d\\d \\d\\d \\d\\d|\\d(?:${gap}\\d){3,7})(?!${gap}\\d)`;
// A digit a row, as boxes beside one another become.
const stack = '(?<=^|\\n)(?<!\\d\\n{1,2})\\d(?:\\n{1,2}\\d){3,7}(?=\\n|$)(?!\\n{1,2}\\d)';
// Letters and digits in two groups.
const mixed = '(?=[\\d-]{0,8}[A-Z])(?=[A-Z-]*\\d)[A-Z0-9]{3,4}-[A-Z0-9]{3,4}';
// Those, or four to eight digits, perhaps behind `G-`; or six to eight letters and digits with a digit among them.
const candidate = new RegExp(
  `(?<![A-Za-z0-9.,/$€£@-]|[A-Za-z0-9]_)(?:[A-Z]{1,3}-(?=\\d{5,6}\\b))?(?:${stack}|${groups}|${mixed}|\\d{4,8}|(?=[A-Za-z]*\\d)[A-Za-z0-9]{6,8})(?![A-Za-z0-9/@]|_[A-Za-z0-9]|[.,:-]\\d)`,
  'g',
);
const reach = 80;

/** A word with a colon or the like right before a code; of a URL it is a part. */
const label = /(?:^|[\s("'*[])([^\s/?&]{1,40}) ?[:#=]$/;

/** Sentences that ask for a number without a word for it. */
const isAsked = (before: string, after: string): boolean =>
  /\b(?:log-?in|sign-?in)(?: is)?:? $/i.test(before) ||
  (/\b(?:use|enter|type) $/i.test(before) &&
    /^ (?:(?:in|on|into|at) [^\d.!?\n]{1,40} )?to (?:log|sign|continue|verify|confirm|complete|finish)\b/i.test(
      after,
    ));

/** What stands before a group of a telephone number that begins with the code of a country. */
const telephone = /\+\d[\d\s().\u00a0/-]{0,30}$/;
/** Sentences about a price. */
const cheaper =
  /\b(?:checkout|coupon|voucher|discount|promo|gutschein|rabatt|korting|r[ée]duction|descuento|sconto)|\d ?%|% ?off\b/i;

const otherDigits = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/g;
/** What senders put between digits so that nobody takes them for a telephone number. */
const unseen = /(?<=[A-Z\d])[\u00ad\u200b-\u200d\u2060\ufeff]+(?=[A-Z\d])/g;
/** Digits of Arabic, Persian, Hindi and of full width as those that a form takes, without what cannot be seen between them. */
const plainDigits = (text: string): string =>
  text.replace(unseen, '').replace(otherDigits, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (code < 0x6f0 ? 0x660 : code < 0x966 ? 0x6f0 : code < 0xff10 ? 0x966 : 0xff10));
  });

/** A number or word that may be a code, with what stands around it. */
interface Candidate extends TextSpan {
  source: string;
  code: string;
  before: string;
  after: string;
  /** The words for a code before and behind it that are near, and the same for codes of other kinds. */
  words: Neighbours;
  others: Neighbours;
}

interface Neighbours {
  last: TextSpan | null;
  next: TextSpan | null;
}

/** Tells the neighbours of places that are asked for in order. */
function createNeighbours(all: readonly TextSpan[]) {
  let at = 0;
  return ({ start, end }: TextSpan): Neighbours => {
    while ((all[at]?.start ?? Infinity) < end) at += 1;
    const [last, next] = [all[at - 1], all[at]];
    return {
      last: last && start - last.start <= reach ? last : null,
      next: next && next.end - end <= reach ? next : null,
    };
  };
}

function createSurroundings(source: string) {
  const [words, others]: [TextSpan[], TextSpan[]] = [[], []];
  for (const word of codeWordsIn(source)) (isOfOtherKind(source, word) ? others : words).push(word);
  const [wordsAround, othersAround] = [createNeighbours(words), createNeighbours(others)];
  return (code: string, start: number): Candidate => {
    const end = start + code.length;
    const [before, after] = [source.slice(Math.max(0, start - reach), start), source.slice(end, end + reach)];
    const place = { start, end };
    return {
      source,
      code,
      start,
      end,
      before,
      after,
      words: wordsAround(place),
      others: othersAround(place),
    };
  };
}

/** One group of letters alone, as names have it (ISO-8601, SHA-256). */
const lettered = /^(?:[A-Z]{3,4}-[A-Z\d]{3,4}|[A-Z\d]{3,4}-[A-Z]{3,4})$/;
const hasMixedGroup = (code: string): boolean => /[A-Z]\d|\d[A-Z]/.test(code);
/** Standards, and what else has such a name. */
const standards =
  /^(?:ISO|IEC|IEEE|ITU|DIN|ANSI|NIST|FIPS|ECMA|ISBN|ISSN|RFC|CVE|CWE|GDPR|UTF|UCS|JIS|EUC|SHA|AES|RSA|DES|HMAC|TLS|SSL|WPA|USB|HTTP|SMTP|IMAP|POP|GPT)-/;

/** Years, and words with small letters, are codes where a word for one says so straight. */
const needsLead = (code: string): boolean => /^(?:19|20)\d\d$/.test(code) || /[a-z]/.test(code);
/** Whether its sentence is about a price. */
const isAboutPrice = ({ before, after }: Candidate): boolean =>
  cheaper.test(before.split(/[\n.!?]/).at(-1) ?? '') || cheaper.test(after.split(/[\n.!?]/, 1)[0] ?? '');

/** Whether a sign right before a number leaves it a code: that of a word for one does, that of a port or a URL does not. */
const isLabelled = (before: string): boolean =>
  !/[:#=]$/.test(before) || codeWordsIn(label.exec(before)?.[1] ?? '').length > 0;

/** Whether it has its line for itself. */
const isAlone = ({ before, after }: Candidate): boolean =>
  /(?:^|\n)[ \t]*$/.test(before) && /^[ \t]*(?:\n|$)/.test(after);

function isLed({ source, start, end, words: { last, next } }: Candidate): boolean {
  return (
    (last !== null && leads(source.slice(last.end, start))) ||
    (next !== null && follows(source.slice(end, next.start)))
  );
}

/** A code of another kind, right behind the word for it. */
const isOther = ({ source, start, others: { last } }: Candidate): boolean =>
  last !== null && /^[^\n.]{0,20}$/.test(source.slice(last.end, start));

/** Whether a code with a group of letters alone is called one: by a colon or "is" where its other group is a number, as that of a name. */
function isNamedCode(found: Candidate): boolean {
  const { source, code, start, words } = found;
  if (standards.test(code)) return false;
  if (hasMixedGroup(code)) return isLed(found) || (isAlone(found) && words.last !== null);
  return words.last !== null && states(source.slice(words.last.end, start));
}

/** Whether what stands around a number asks for it, or says that it is one. */
function isCalledFor(found: Candidate): boolean {
  const { code, before, after, words } = found;
  // Numbers below one another are mostly a column of them.
  if (code.includes('\n')) return words.last !== null;
  if (isAsked(before, after)) return true;
  if (needsLead(code)) return isLed(found) && isLabelled(before);
  if (lettered.test(code)) return isNamedCode(found) && isLabelled(before);
  return isAlone(found) || ((words.last !== null || words.next !== null) && isLabelled(before));
}

const isCode = (found: Candidate): boolean =>
  isCalledFor(found) &&
  !telephone.test(found.before) &&
  !isOther(found) &&
  !isOfThing(found.source, found) &&
  !(/[A-Z]/.test(found.code) && isAboutPrice(found));

/** One-time codes in a mail: those near a word such as "code" or alone on their line, in order, each once. */
export function codesOf(subject: string, text: string): string[] {
  const source = plainDigits(`${subject}\n\n${text}`);
  const codes = new Set<string>();
  let around: ReturnType<typeof createSurroundings> | null = null;
  for (const { 0: code, index } of source.matchAll(candidate)) {
    around ??= createSurroundings(source);
    if (isCode(around(code, index))) codes.add(code.replace(/^[A-Z]{1,3}-(?=\d{5,6}$)|[^\dA-Za-z]/g, ''));
  }
  return [...codes];
}
