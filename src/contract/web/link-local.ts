/** Names of cloud metadata services. What else they are called resolves to an address below. */
const metadataNames = [
  'metadata.google.internal',
  'metadata.goog',
  'instance-data.ec2.internal',
  'metadata.azure.internal',
  'metadata.tencentyun.com',
];

/** Link-local IPv4 (RFC 3927), and the metadata services of Alibaba, Azure and Oracle, which stand elsewhere. */
const refusedIPv4 = /^(?:169\.254\.\d+\.\d+|100\.100\.100\.200|168\.63\.129\.16|192\.0\.0\.192)$/;

const dotted = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');

/** The eight groups of an IPv6 address; null for a text that is none. */
function groupsOf(text: string): number[] | null {
  const plain = text
    .replace(/%.*$/, '')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
      [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
    );
  if (!/^[0-9a-f:]+$/i.test(plain) || !plain.includes(':')) return null;
  const [head = [], tail = []] = plain
    .split('::')
    .map((half) => half.split(':').flatMap((group) => (group === '' ? [] : [parseInt(group, 16)])));
  const missing = plain.includes('::') ? 8 - head.length - tail.length : 0;
  const groups = missing < 0 ? [] : [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return groups.length === 8 ? groups : null;
}

/** The IPv4 address that an IPv6 address stands for: mapped, translated or compatible (RFC 4291, 2765), NAT64 (6052), 6to4 (3056). */
function embeddedIPv4(groups: readonly number[]): string | null {
  const [a = 0, b = 0, c = 0] = groups;
  if (a === 0x2002) return dotted(b, c);
  const prefix = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(':');
  const known = ['0:0:0:0:0:0', '0:0:0:0:0:ffff', '0:0:0:0:ffff:0', '64:ff9b:0:0:0:0'];
  const isLocalNat64 = prefix.startsWith('64:ff9b:1:');
  return known.includes(prefix) || isLocalNat64 ? dotted(groups[6] ?? 0, groups[7] ?? 0) : null;
}

/** fe80::/10 (RFC 4291 2.5.6), and the metadata services of AWS (fd00:ec2::/32), Google, Oracle and Scaleway. */
function isRefusedIPv6(groups: readonly number[]): boolean {
  const [a = 0, b = 0] = groups;
  if ((a & 0xffc0) === 0xfe80) return true;
  return (a === 0xfd00 && [0xec2, 0xc1, 0x42].includes(b)) || (a === 0xfd20 && b === 0xce);
}

/** Whether an IP address, as the system writes one, is link-local or that of a cloud metadata service. */
export function isLinkLocalAddress(address: string): boolean {
  const groups = groupsOf(address);
  if (!groups) return refusedIPv4.test(address);
  const inner = embeddedIPv4(groups);
  return isRefusedIPv6(groups) || (inner !== null && refusedIPv4.test(inner));
}

/**
 * Whether the host of a URL is link-local or a cloud metadata service. Takes `hostname` of a parsed URL: the parser has
 * made decimal, octal and hexadecimal spellings dotted ones. Names that merely resolve there are for the connection to see.
 */
export function isLinkLocalHost(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
  return metadataNames.includes(host) || isLinkLocalAddress(host);
}
