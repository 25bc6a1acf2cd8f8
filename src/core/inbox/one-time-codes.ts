// Words beside a code, in the languages of most mail; some scripts have no blanks between words.
const keyword = new RegExp(
  [
    '(?<![\\p{L}\\p{N}])(?:code|otp|pin|passcode|password|verification|verify|token|confirm[\\p{L}]*|2fa|mfa)(?![\\p{L}\\p{N}])',
    '(?<![\\p{L}])(?:kode|codes|c[oó]digo|codice|k[oó]d|koodi|kodas|kods|код|κωδικ|contraseña|senha|passwort|hasło|heslo|lozinka|пароль|şifre|mã)',
    'best[äa]tigungs|v[ée]rifi[ck]|cod(?:ul)? de|קוד|رمز|كود|[验驗][证證]|[认認][证證]|コード|暗証|인증|코드|รหัส|कोड',
  ].join('|'),
  'iu',
);
// What parts the groups of a code: a blank or dash of any width.
const gap = '[ \\u00a0\\u2009\\u202f\\u2010-\\u2013-]';
// Three and three digits, four and four (but two years are none), or two three times.
const groups = `(?:\\d{3}${gap}\\d{3}|(?!(?:19|20)\\d\\d${gap})\\d{4}${gap}\\d{4}|\\d\\d \\d\\d \\d\\d)(?!${gap}\\d)`;
// Those, or four to eight digits, perhaps behind `G-`; or six to eight capitals and digits with a digit among them.
const candidate = new RegExp(
  `(?<![\\w.,:/#=$€£@-])(?:G-(?=\\d{6}\\b))?(?:${groups}|\\d{4,8}|(?=[A-Z]*\\d)[A-Z0-9]{6,8})(?![\\w/@]|[.,:-]\\d)`,
  'g',
);
const reach = 80;

/** One-time codes in a mail: those near a word such as "code" or alone on their line, in order, each once. */
export function codesOf(subject: string, text: string): string[] {
  const source = `${subject}\n\n${text}`;
  const codes = new Set<string>();
  for (const match of source.matchAll(candidate)) {
    const [code] = match;
    const before = source.slice(Math.max(0, match.index - reach), match.index);
    const after = source.slice(match.index + code.length, match.index + code.length + reach);
    const alone = /(?:^|\n)[ \t]*$/.test(before) && /^[ \t]*(?:\n|$)/.test(after);
    if (alone || keyword.test(before) || keyword.test(after)) codes.add(code.replace(/^G-|[^\dA-Z]/g, ''));
  }
  return [...codes];
}
