const lineFeed = 0x0a;

function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The line, counted from `firstLine`, of the first bytes that are no UTF-8: they would be read as other characters; null where all are. */
export function lineOfForeignBytes(bytes: Uint8Array, firstLine = 1): number | null {
  if (isText(bytes)) return null;
  let [line, from] = [firstLine, 0];
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, from)) {
    if (!isText(bytes.subarray(from, end))) return line;
    [line, from] = [line + 1, end + 1];
  }
  return line;
}
