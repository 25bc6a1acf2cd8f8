import { Splitter } from '@zone-eu/mailsplit';
import type { HeaderLine, MimeNode, SplitterChunk } from '@zone-eu/mailsplit';
import MailParser from 'mailparser/lib/mail-parser.js';
import type { AddressObject } from 'mailparser';
import { readContentType } from './content-type.js';
import type { ContentType } from './content-type.js';
import { decodeWords } from './header-fields.js';
import { decodeTransfer } from './transfer-encoding.js';

declare module 'mailparser/lib/mail-parser.js' {
  // Not in its types: how it makes values of header fields. mailparser is pinned exactly for it.
  export default interface MailParser {
    libmime: { decodeWords(text: string): string };
    processHeaders(lines: readonly HeaderLine[]): Map<string, AddressObject | AddressObject[]>;
    getAddressesHTML(addresses: unknown): string;
    getAddressesText(addresses: unknown): string;
  }
}

/** One part of a mail; containers have children, the others their own bytes, free of the transfer encoding. */
export interface MailPart extends ContentType {
  /** `attachment`, `inline`, whatever else was sent, or empty. */
  disposition: string;
  filename: string | null;
  contentId: string | null;
  /** The first one of its Content-Language (RFC 3282), or of that of the part around it. */
  language: string | null;
  /** Whether lines of plain text flow (RFC 3676), and whether the blank at their end goes away with it. */
  flowed: boolean;
  deletesSpace: boolean;
  children: MailPart[];
  content: Buffer;
  /** What of the content could not be decoded; null when all could. */
  fault: string | null;
}

/** A mail taken apart. */
export interface MailParts {
  root: MailPart | null;
  headerLines: readonly HeaderLine[];
  from: AddressObject | AddressObject[] | undefined;
  to: AddressObject | AddressObject[] | undefined;
  cc: AddressObject | AddressObject[] | undefined;
  replyTo: AddressObject | AddressObject[] | undefined;
}

const headerOf = ({ headers }: MimeNode, name: string): string => (headers ? headers.getFirst(name) : '');

const linesOf = ({ headers }: MimeNode): readonly HeaderLine[] => (headers ? headers.getList() : []);

function partOf(node: MimeNode, parent: MailPart | undefined): MailPart {
  const sent = headerOf(node, 'Content-Type');
  // What a part of a digest is where it does not say (RFC 2046, 5.1.5); elsewhere the parser may know it by its name.
  const assumed = parent?.type === 'multipart/digest' ? 'message/rfc822' : node.contentType || 'text/plain';
  return {
    ...readContentType(sent === '' ? assumed : sent),
    disposition: /^[\w-]*/.exec(node.disposition || '')?.[0] ?? '',
    filename: node.filename || null,
    contentId: contentIdOf(headerOf(node, 'Content-ID')),
    language: languageOf(headerOf(node, 'Content-Language')) ?? parent?.language ?? null,
    flowed: node.flowed,
    deletesSpace: node.delSp,
    children: [],
    content: Buffer.alloc(0),
    fault: null,
  };
}

const languageOf = (value: string): string | null =>
  /^\s*([a-z]{2,3})\b/i.exec(value)?.[1]?.toLowerCase() ?? null;

const contentIdOf = (value: string): string | null => value.trim().replace(/^<|>$/g, '').trim() || null;

const addressFields = new Set(['from', 'to', 'cc', 'reply-to']);

/** Reads addresses as mailparser does, names decoded as other fields are; no mail goes through it. */
const addressReader = new MailParser();
addressReader.libmime.decodeWords = decodeWords;
addressReader.getAddressesHTML = () => '';
addressReader.getAddressesText = () => '';

function addressesOf(lines: readonly HeaderLine[]): Pick<MailParts, 'from' | 'to' | 'cc' | 'replyTo'> {
  const values = addressReader.processHeaders(lines.filter(({ key }) => addressFields.has(key)));
  return {
    from: values.get('from'),
    to: values.get('to'),
    cc: values.get('cc'),
    replyTo: values.get('reply-to'),
  };
}

/** A leaf with its bytes as they were sent. */
interface SentLeaf {
  part: MailPart;
  encoding: string;
  chunks: Buffer[];
}

function decodeLeaf({ part, encoding, chunks }: SentLeaf): void {
  const sent = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  Object.assign(part, decodeTransfer(sent, encoding));
}

/**
 * Takes a mail apart with the splitter that mailparser has within: mailparser itself merges what it takes for text, and
 * spends a stream on each part. Rejects on a mail of more than a thousand parts, or one with a head beyond its limit.
 */
export async function readParts(raw: Buffer): Promise<MailParts> {
  // A message within the message is a part like any other: what it holds belongs to it.
  const splitter = new Splitter({ ignoreEmbedded: true });
  splitter.end(raw);
  const byNode = new Map<MimeNode['parentNode'], MailPart>();
  const leaves = new Map<MimeNode, SentLeaf>();
  let root: MailPart | null = null;
  let headerLines: readonly HeaderLine[] = [];
  for await (const chunk of splitter as AsyncIterable<SplitterChunk>) {
    if (chunk.type !== 'node') {
      if (chunk.type === 'body' && chunk.value) leaves.get(chunk.node)?.chunks.push(chunk.value);
      continue;
    }
    const parent = byNode.get(chunk.parentNode);
    const part = partOf(chunk, parent);
    byNode.set(chunk, part);
    parent?.children.push(part);
    if (root === null) headerLines = linesOf(chunk);
    root ??= part;
    if (!chunk.multipart)
      leaves.set(chunk, { part, encoding: headerOf(chunk, 'Content-Transfer-Encoding'), chunks: [] });
  }
  for (const leaf of leaves.values()) decodeLeaf(leaf);
  return { root, headerLines, ...addressesOf(headerLines) };
}
