const lineEnd = 0x0a;

/**
 * Raw mail as text: UTF-8 where it is, else line by line, since parts differ, a line that is none in single bytes
 * (Windows-1252), as the emulator reads it.
 */
export function rawText(bytes: Uint8Array): string {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (line: Uint8Array): string | null => {
    try {
      return utf8.decode(line);
    } catch {
      return null;
    }
  };
  const whole = decode(bytes);
  if (whole !== null) return whole;
  const single = new TextDecoder('windows-1252');
  const lines: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const at = bytes.indexOf(lineEnd, start);
    const end = at < 0 ? bytes.length : at + 1;
    const line = bytes.subarray(start, end);
    lines.push(decode(line) ?? single.decode(line));
    start = end;
  }
  return lines.join('');
}
