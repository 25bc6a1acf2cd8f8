const keyword = /\b(?:code|otp|pin|passcode|password|verification|verify|token|confirm\w*|2fa|mfa)\b/i;
// Four to eight digits, perhaps in two groups; or six to eight capitals and digits with a digit among them.
const candidate =
  /(?<![\w.,:/#=$€£@-])(?:\d{3}[ -]\d{3}|\d{4,8}|(?=[A-Z]*\d)[A-Z0-9]{6,8})(?![\w/@]|[.,:-]\d)/g;
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
    if (alone || keyword.test(before) || keyword.test(after)) codes.add(code.replace(/[ -]/g, ''));
  }
  return [...codes];
}
