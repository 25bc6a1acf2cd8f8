/** A path of MAIL FROM or RCPT TO (RFC 5321 4.1.2), taken out of its command. */
export interface LenientPath {
  address: string;
  /** The command with a plain path in its place: what follows the path (SIZE and the like) is parsed as ever. */
  command: string;
}

const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
const commandShape = new RegExp(String.raw`^([^:<]*:\s*)<((?:${quoted}|[^<>"])*)>(.*)$`, 's');
const mailbox = new RegExp(String.raw`^(?:${quoted}|[^@\s"<>]+)(?:@[^@\s"<>]+)?$`);
// Control and invisible characters: they forge headers, logs and looks.
const unsafe = /[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff]/;

/**
 * Addresses that smtp-server refuses and that mail servers take: without a domain (`<root>`, `<postmaster>`: where cron
 * and other programs of a machine send; RFC 5321 4.1.1.3 demands the latter) and with a quoted local part, which may
 * hold spaces and `@`. Undocumented: we chose to take them, as a machine of its own would. null for anything else.
 */
export function lenientPath(command: string): LenientPath | null {
  const [, before = '', address = '', after = ''] = commandShape.exec(command) ?? [];
  if (!mailbox.test(address) || unsafe.test(address)) return null;
  return { address, command: `${before}<plain@path.invalid>${after}` };
}

const plainShape = /^[^:]*:\s*<(?:@[^\s,:@]+(?:,@[^\s,:@]+)*:)?([^<>\s]*)>/;

/** The address of a plain path as it came, without a source route (RFC 5321 4.1.2); null where there is none. */
export const receivedPath = (command: string): string | null => plainShape.exec(command)?.[1] ?? null;
