// Words beside a code, in the languages of most mail; some scripts have no blanks between words.
const keyword = new RegExp(
  [
    '(?<![\\p{L}\\p{N}])(?:code|otp|pin|passcode|password|verification|verify|token|confirm[\\p{L}]*|2fa|mfa)(?![\\p{L}\\p{N}])',
    '(?<![\\p{L}])(?:kode|codes|c[oó]digo|codice|k[oó]d|koodi|kodas|kods|clave|код|κωδικ|contraseña|senha|passwort|hasło|heslo|lozinka|пароль|şifre|mã)',
    'best[äa]tigungs|v[ée]rifi[ck]|cod(?:ul)? de|קוד|رمز|كود|[验驗][证證]|[认認][证證証]|コード|暗証|인증|코드|รหัส|कोड',
  ].join('|'),
  'iu',
);
// What parts the groups of a code: a blank or dash of any width.
const gap = '[ \\u00a0\\u2009\\u202f\\u2010-\\u2013-]';
// Three and three digits, four and four (but two years are none), two three times, or each by itself.
const groups = `(?<!\\d${gap})(?:\\d{3}${gap}\\d{3}|(?!(?:19|20)\\d\\d${gap})\\d{4}${gap}\\d{4}|\\d\\d \\d\\d \\d\\d|\\d(?:${gap}\\d){3,7})(?!${gap}\\d)`;
// Letters and digits in two groups, each with a digit: names such as ISO-8601 have none in the first.
const mixed = '(?=[\\d-]{0,8}[A-Z])(?=[A-Z]*\\d)[A-Z0-9]{3,4}-(?=[A-Z]*\\d)[A-Z0-9]{3,4}';
// Those, or four to eight digits, perhaps behind `G-`; or six to eight capitals and digits with a digit among them.
const candidate = new RegExp(
  `(?<![A-Za-z0-9.,/$€£@-]|[A-Za-z0-9]_)(?:[A-Z]{1,3}-(?=\\d{5,6}\\b))?(?:${groups}|${mixed}|\\d{4,8}|(?=[A-Z]*\\d)[A-Z0-9]{6,8})(?![A-Za-z0-9/@]|_[A-Za-z0-9]|[.,:-]\\d)`,
  'g',
);
const reach = 80;

/** A word with a colon or the like right before a code; of a URL it is a part. */
const label = /(?:^|[\s("'*[])([^\s/?&]{1,40}) ?[:#=]$/;

/** Whether a sign right before a number leaves it a code: that of a word for one does, that of a port or a URL does not. */
function isLabelled(before: string): boolean {
  if (!/[:#=]$/.test(before)) return true;
  return keyword.test(label.exec(before)?.[1] ?? '');
}

/** A code of another kind, right before a number. */
const otherCode =
  /\b(?:zip|post(?:al)?|area|country|dial(?:l?ing)?|sort|promo(?:tion(?:al)?)?|discount|coupon|voucher|gift|referral|error|status|product|order|source)[ -]?code\b[^\n.]{0,20}$/i;
/** Sentences that ask for a number without a word for it. */
const isAsked = (before: string, after: string): boolean =>
  /\b(?:log-?in|sign-?in)(?: is)?:? $/i.test(before) ||
  (/\b(?:use|enter|type) $/i.test(before) &&
    /^ to (?:log|sign|continue|verify|confirm|complete|finish)\b/i.test(after));

/** What stands before a group of a telephone number that begins with the code of a country. */
const telephone = /\+\d[\d\s().\u00a0/-]{0,30}$/;

const otherDigits = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/g;
/** What senders put between digits so that nobody takes them for a telephone number. */
const unseen = /(?<=[A-Z\d])[\u00ad\u200b-\u200d\u2060\ufeff]+(?=[A-Z\d])/g;
/** Digits of Arabic, Persian, Hindi and of full width as those that a form takes, without what cannot be seen between them. */
const plainDigits = (text: string): string =>
  text.replace(unseen, '').replace(otherDigits, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (code < 0x6f0 ? 0x660 : code < 0x966 ? 0x6f0 : code < 0xff10 ? 0x966 : 0xff10));
  });

/** One-time codes in a mail: those near a word such as "code" or alone on their line, in order, each once. */
export function codesOf(subject: string, text: string): string[] {
  const source = plainDigits(`${subject}\n\n${text}`);
  const codes = new Set<string>();
  for (const match of source.matchAll(candidate)) {
    const [code] = match;
    const before = source.slice(Math.max(0, match.index - reach), match.index);
    const after = source.slice(match.index + code.length, match.index + code.length + reach);
    if (telephone.test(before) || otherCode.test(before)) continue;
    const alone = /(?:^|\n)[ \t]*$/.test(before) && /^[ \t]*(?:\n|$)/.test(after);
    const isNear = keyword.test(before) || keyword.test(after);
    if (alone || (isNear && isLabelled(before)) || isAsked(before, after))
      codes.add(code.replace(/^[A-Z]{1,3}-(?=\d{5,6}$)|[^\dA-Z]/g, ''));
  }
  return [...codes];
}
