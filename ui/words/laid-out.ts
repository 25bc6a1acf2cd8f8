/** A string, a bracket, a comma or what stands between them. */
const part = /"(?:[^"\\]|\\.)*"?|[[\]{},:]|[^\s"[\]{},:]+/g;

/** JSON with an indent, also where its end was cut off; any other text as it is. */
export function laidOut(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  let depth = 0;
  let out = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  const parts = text.match(part) ?? [];
  parts.forEach((each, at) => {
    if (each === '{' || each === '[') {
      depth += 1;
      out += /^[\]}]$/.test(parts[at + 1] ?? '') ? each : each + line();
    } else if (each === '}' || each === ']') {
      depth = Math.max(0, depth - 1);
      out += /^[[{]$/.test(parts[at - 1] ?? '') ? each : line() + each;
    } else if (each === ',') out += each + line();
    else out += each === ':' ? ': ' : each;
  });
  return out;
}
