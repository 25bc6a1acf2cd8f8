/** Message bytes as they go over the wire: dots stuffed after CRLF, and the end of data. */
export function onTheWire(raw: Buffer): Buffer {
  const text = raw.toString('latin1');
  const dotStuff = text.replace(/^\./, '..').replaceAll('\r\n.', '\r\n..');
  return Buffer.from(`${dotStuff}${text.endsWith('\r\n') || text === '' ? '' : '\r\n'}.\r\n`, 'latin1');
}
