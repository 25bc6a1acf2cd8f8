import libqp from 'libqp';

/** What came out of a transfer encoding, and what of it could not be decoded. */
export interface Decoded {
  content: Buffer;
  fault: string | null;
}

const strangeToBase64 = /[^A-Za-z0-9+/=\s]/;

/** Base64, also where several pieces, each with padding of its own, stand one behind the other. */
function decodeBase64(raw: Buffer): Decoded {
  const text = raw.toString('latin1');
  const stray = strangeToBase64.exec(text);
  const pieces = text.split(/(?<==)\s*(?=[A-Za-z0-9+/])/);
  const content =
    pieces.length === 1
      ? Buffer.from(text, 'base64')
      : Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
  if (!stray) return { content, fault: null };
  const character = JSON.stringify(stray[0]);
  return { content, fault: `its base64 has ${character} at ${stray.index}, which base64 has not` };
}

const rowPattern = /(?:^|\n)begin \d{3,4} .*\r?\n([\s\S]*?)(?:\r?\nend|$)/;

/** The rows of uuencode (POSIX): a length, then four characters for three bytes. */
function decodeUuencode(raw: Buffer): Decoded {
  const body = rowPattern.exec(raw.toString('latin1'))?.[1];
  if (body === undefined) return { content: raw, fault: 'its uuencoded text has no line "begin"' };
  const rows = body.split(/\r?\n/).map((row) => {
    const length = row === '' ? 0 : (row.charCodeAt(0) - 32) & 63;
    const bytes = Buffer.alloc(Math.ceil((row.length - 1) / 4) * 3 + 3);
    for (let at = 1, to = 0; at < row.length; at += 4, to += 3) {
      const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map(
        (n) => ((row.charCodeAt(at + n) || 32) - 32) & 63,
      );
      bytes.writeUIntBE((a << 18) | (b << 12) | (c << 6) | d, to, 3);
    }
    return bytes.subarray(0, length);
  });
  return { content: Buffer.concat(rows), fault: null };
}

/** Takes the transfer encoding (RFC 2045, 6) from the bytes of a part. An encoding that nobody knows leaves them alone. */
export function decodeTransfer(raw: Buffer, encoding: string): Decoded {
  switch (encoding) {
    case 'base64':
      return decodeBase64(raw);
    case 'quoted-printable':
      return { content: libqp.decode(raw.toString('latin1')), fault: null };
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode':
      return decodeUuencode(raw);
    default:
      return { content: raw, fault: null };
  }
}
