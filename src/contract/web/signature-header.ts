/** The headers by which a delivery says what it is, besides its signature, with what each has. */
export const deliveryHeaders = {
  'X-Maildrone-Event': 'The type of the event',
  'X-Maildrone-Delivery': 'The id of the delivery, the same on every attempt',
  'X-Maildrone-Attempt': 'The number of the attempt, from 1',
  'X-Maildrone-Timestamp': 'When it was signed, in seconds since the epoch',
} as const;

/** Headers that an attempt sets itself, in lower case; the signature and its predecessor come on top. */
const ownHeaders = [
  'content-type',
  'user-agent',
  'authorization',
  ...Object.keys(deliveryHeaders).map((name) => name.toLowerCase()),
];

/** Headers that frame or route a message (RFC 9110 7 to 10, RFC 9112), which would break the request or be changed on the way. */
const httpHeaders = [
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-range',
  'cookie',
  'date',
  'expect',
  'forwarded',
  'host',
  'http2-settings',
  'keep-alive',
  'max-forwards',
  'origin',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
];

const reserved = new Set([...ownHeaders, ...httpHeaders]);

/** What is wrong with the name of the signature header, in words of what was expected; null when nothing is. */
export function signatureHeaderIssue(name: string): string | null {
  if (!/^[A-Za-z0-9-]{1,100}$/.test(name)) return 'a header name of letters, digits and hyphens';
  // The old secret signs the same header with -Previous.
  const isReserved = [name, `${name}-Previous`].some((each) => reserved.has(each.toLowerCase()));
  return isReserved ? 'a header that neither HTTP nor a delivery uses' : null;
}
