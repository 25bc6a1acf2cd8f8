import type { MimeNode } from '@zone-eu/mailsplit';
import MailParser from 'mailparser/lib/mail-parser.js';
import type { AddressObject, AttachmentStream, HeaderLines } from 'mailparser';
import { readContentType } from './content-type.js';
import type { ContentType } from './content-type.js';
import { decodeWords } from './header-fields.js';
import { decodeTransfer } from './transfer-encoding.js';

declare module 'mailparser/lib/mail-parser.js' {
  // Not in its types: where it takes up each part. mailparser is pinned exactly for it.
  export default interface MailParser {
    libmime: { decodeWords(text: string): string };
    createNode(node: MimeNode): object;
    /** Makes values of header fields: addresses, dates, lists, … */
    processHeaders(lines: HeaderLines): Map<string, unknown>;
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
  headerLines: HeaderLines;
  from: AddressObject | undefined;
  to: AddressObject | AddressObject[] | undefined;
  cc: AddressObject | AddressObject[] | undefined;
  replyTo: AddressObject | undefined;
}

const options = {
  skipTextToHtml: true,
  skipHtmlToText: true,
  checksumAlgo: false,
  keepCidLinks: true,
  // A message within the message is a part like any other: what it holds belongs to it.
  ignoreEmbedded: true,
} as const;

const headerOf = ({ headers }: MimeNode, name: string): string => (headers ? headers.getFirst(name) : '');

function partOf(node: MimeNode, isInDigest: boolean): MailPart {
  const sent = headerOf(node, 'Content-Type');
  // What a part of a digest is where it does not say (RFC 2046, 5.1.5); elsewhere the parser may know it by its name.
  const assumed = isInDigest ? 'message/rfc822' : node.contentType || 'text/plain';
  return {
    ...readContentType(sent === '' ? assumed : sent),
    disposition: /^[\w-]*/.exec(node.disposition || '')?.[0] ?? '',
    filename: node.filename || null,
    contentId: contentIdOf(headerOf(node, 'Content-ID')),
    flowed: node.flowed,
    deletesSpace: node.delSp,
    children: [],
    content: Buffer.alloc(0),
    fault: null,
  };
}

const contentIdOf = (value: string): string | null => value.trim().replace(/^<|>$/g, '').trim() || null;

/**
 * Lets mailparser hand over every part that is no container as bytes, in order, rather than merge those that it takes for
 * text. Answers where the parts come to stand.
 */
function collectParts(parser: MailParser) {
  const byNode = new Map<MimeNode['parentNode'], MailPart>();
  const leaves: { part: MailPart; encoding: string }[] = [];
  let root: MailPart | null = null;
  const createNode = parser.createNode.bind(parser);
  parser.createNode = (node) => {
    const parent = node.parentNode ? byNode.get(node.parentNode) : undefined;
    const part = partOf(node, parent?.type === 'multipart/digest');
    byNode.set(node, part);
    root ??= part;
    parent?.children.push(part);
    if (!node.multipart) {
      leaves.push({ part, encoding: headerOf(node, 'Content-Transfer-Encoding') });
      node.disposition = 'attachment';
      // It comes as it was sent, so that what cannot be decoded is seen.
      node.encoding = 'binary';
    }
    return createNode(node);
  };
  return { leaves, root: () => root };
}

async function bytesOf({ content }: AttachmentStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/**
 * Rejects when the parser gives up, as it does on a mail of more than a thousand parts. It may say so more than once, and
 * the part that is being read then never ends.
 */
function failureOf(parser: MailParser): Promise<never> {
  const failure = new Promise<never>((_resolve, reject) => parser.on('error', reject));
  failure.catch(() => undefined);
  return failure;
}

const addressFields = new Set(['from', 'to', 'cc', 'reply-to']);

/**
 * Lets mailparser make values of the addresses of the mail alone, and of these no pages: all else is read from the lines.
 * Names are decoded as other fields are; mailparser leaves those of an unknown charset as they are.
 */
function limitHeaders(parser: MailParser): void {
  const processHeaders = parser.processHeaders.bind(parser);
  let isRoot = true;
  parser.processHeaders = (lines) => {
    const read = isRoot ? lines.filter(({ key }) => addressFields.has(key)) : [];
    isRoot = false;
    return processHeaders(read);
  };
  parser.libmime.decodeWords = decodeWords;
  parser.getAddressesHTML = () => '';
  parser.getAddressesText = () => '';
}

/** Takes a mail apart. Rejects where mailparser gives up on it. */
export async function readParts(raw: Buffer): Promise<MailParts> {
  const parser = new MailParser(options);
  const failure = failureOf(parser);
  limitHeaders(parser);
  const { leaves, root } = collectParts(parser);
  parser.end(raw);
  let next = 0;
  for await (const item of parser as AsyncIterable<AttachmentStream | { type: 'text' }>) {
    if (item.type !== 'attachment') continue;
    const leaf = leaves[next];
    next += 1;
    const { content, fault } = decodeTransfer(
      await Promise.race([bytesOf(item), failure]),
      leaf?.encoding ?? '',
    );
    if (leaf) Object.assign(leaf.part, { content, fault });
    item.release?.();
  }
  return {
    root: root(),
    headerLines: parser.headerLines || [],
    from: parser.from,
    to: parser.to,
    cc: parser.cc,
    replyTo: parser.replyTo,
  };
}
