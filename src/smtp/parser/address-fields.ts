import type { HeaderLine } from '@zone-eu/mailsplit';
import MailParser from 'mailparser/lib/mail-parser.js';
import type { AddressObject, EmailAddress } from 'mailparser';
import { protectNames } from './address-names.js';
import { addressCharacters } from './excess.js';
import { decodeWords } from './header-fields.js';

declare module 'mailparser/lib/mail-parser.js' {
  // Not in its types: how it makes values of header fields. mailparser is pinned exactly for it.
  export default interface MailParser {
    decodeAddresses(addresses: EmailAddress[]): void;
    processHeaders(lines: readonly HeaderLine[]): Map<string, AddressObject | AddressObject[]>;
    getAddressesHTML(addresses: unknown): string;
    getAddressesText(addresses: unknown): string;
  }
}

export type AddressFields = Record<
  'from' | 'to' | 'cc' | 'replyTo',
  AddressObject | AddressObject[] | undefined
>;

const addressFields = new Set(['from', 'to', 'cc', 'reply-to']);

const isAddress = /^[^\s@]+@[^\s@]+$/;

/** Domains stay as they were sent (RFC 5890): mailparser would write `xn--…` in its letters. */
function decodeAddresses(addresses: EmailAddress[]): void {
  for (const each of addresses) {
    each.name = decodeWords(each.name.trim());
    // Encoded words do not belong there (RFC 2047, 5), and could hide another address.
    const sent = each.address ?? '';
    const decoded = decodeWords(sent);
    // Without one, `=?` is a part of the address as other signs are (RFC 5322, 3.2.3).
    if (decoded !== sent) each.address = isAddress.test(decoded) && !decoded.includes('=?') ? decoded : '';
    if (each.group) decodeAddresses(each.group);
  }
}

/** Reads addresses as mailparser does, names decoded as other fields are; no mail goes through it. */
const addressReader = new MailParser();
addressReader.decodeAddresses = decodeAddresses;
addressReader.getAddressesHTML = () => '';
addressReader.getAddressesText = () => '';

const count = (text: string, mark: string): number => text.split(mark).length - 1;

/** A field as mailparser can read it: brackets closed, without a quotation mark that nothing closes, or a gap before the colon. */
function repairField(line: string): string {
  // A blank before the colon is obsolete (RFC 5322, 4.5), and mailparser does not know it.
  let repaired = line.replace(/^([\w-]+)[ \t]+:/, '$1:');
  const lone = count(repaired.replace(/\\[\\"]/g, ''), '"') % 2 === 1 ? repaired.lastIndexOf('"') : -1;
  if (lone >= 0) repaired = repaired.slice(0, lone) + repaired.slice(lone + 1);
  return count(repaired, '<') > count(repaired, '>')
    ? repaired.replace(/<([^<>,;\s"]+)(?=\s*(?:[,;]|$))/g, '<$1>')
    : repaired;
}

/** As much of the fields of each name as is looked at. */
function* withinLimit(lines: readonly HeaderLine[]): Generator<HeaderLine> {
  const left = new Map([...addressFields].map((key) => [key, addressCharacters]));
  for (const { key, line } of lines) {
    const characters = left.get(key) ?? 0;
    if (characters <= 0) continue;
    left.set(key, characters - line.length);
    yield { key, line: line.slice(0, characters) };
  }
}

// Not `\s`: an octet A0 may be the last one of a character.
const blanks = '[ \\t\\r\\n]';
const atom = '[^ \\t\\r\\n,;:<>()@."\\\\]+';
const dotted = `${atom}(?:${blanks}*\\.${blanks}*${atom})*`;
/** A mailbox that is nothing but an address, with blanks around its signs as old mail has them (RFC 5322, 4.4); quotes are passed over. */
const spacedAddress = new RegExp(
  `"(?:\\\\[\\s\\S]|[^"\\\\])*"?|([,;:<]${blanks}*)(${dotted}${blanks}*@${blanks}*${dotted})(?=${blanks}*(?:[,;>(]|$))`,
  'g',
);
const withoutGaps = (line: string): string =>
  line.replace(spacedAddress, (found, before?: string, address?: string) =>
    before === undefined || address === undefined ? found : before + address.replace(/[ \t\r\n]+/g, ''),
  );

/** The addresses of the fields of a mail. */
export function addressesOf(lines: readonly HeaderLine[]): AddressFields {
  const ofAddresses = Array.from(withinLimit(lines), ({ key, line }) => ({
    // Of a second Reply-To mailparser would make nothing; all of Bcc it keeps, and that is not looked at here.
    key: key === 'reply-to' ? 'bcc' : key,
    line: withoutGaps(repairField(protectNames(line))),
  }));
  const values = addressReader.processHeaders(ofAddresses);
  return {
    from: values.get('from'),
    to: values.get('to'),
    cc: values.get('cc'),
    replyTo: values.get('bcc'),
  };
}
