import type { HeaderLine, MimeNode } from '@zone-eu/mailsplit';
import { addressesOf } from './address-fields.js';
import type { AddressFields } from './address-fields.js';
import { charsetIn, readContentType } from './content-type.js';
import type { ContentType } from './content-type.js';
import { fileNameOf } from './file-name.js';
import { readableText } from './header-fields.js';
import { parameterOf } from './parameters.js';
import { beforeDelimiter, beginsAsHtml, boundaryIn } from './lost-parts.js';
import { chooseShown } from './shown-parts.js';
import { headerLinesOf, repairContainer, sentValue, split } from './split-mail.js';
import { splitHead } from './stray-text.js';
import { isReadable, namesFile } from './text-or-file.js';
import { decodeTransfer } from './transfer-encoding.js';

/** One part of a mail; containers have children, the others their own bytes, free of the transfer encoding. */
export interface MailPart extends ContentType {
  /** As it was sent, however misspelt; what RFC 2045 and 2046 take for granted where nothing was. */
  type: string;
  /** Whether the sender named no type. */
  isUntyped: boolean;
  /** `attachment`, `inline`, whatever else was sent, or empty. */
  disposition: string;
  filename: string | null;
  contentId: string | null;
  /** Whether others may refer to it by a Content-Location (RFC 2557). */
  hasLocation: boolean;
  /** The Content-ID of the root, where it is a container of related parts that names it (RFC 2387, 3.2). */
  start: string | null;
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
export interface MailParts extends AddressFields {
  root: MailPart | null;
  headerLines: readonly HeaderLine[];
}

interface PartPlace {
  parent: MailPart | undefined;
  /** The charset that the mail named last. */
  charset: string | null;
}

function partOf(node: MimeNode, { parent, charset }: PartPlace): MailPart {
  const sent = sentValue(node, 'content-type');
  // What a part of a digest is where it does not say (RFC 2046, 5.1.5); elsewhere the parser may know it by its name.
  const assumed = parent?.type === 'multipart/digest' ? 'message/rfc822' : node.contentType || 'text/plain';
  const { kind, type, charset: named, isGuess } = readContentType(sent === '' ? assumed : sent);
  const isUntyped = type === null || (sent === '' && kind === 'text');
  const names = { disposition: sentValue(node, 'content-disposition'), type: sent };
  // Field by field: a thousand objects made by spreading others cost as much as all else here.
  return {
    kind: node.multipart ? 'multipart' : kind,
    type: node.multipart ? `multipart/${node.multipart}` : (type ?? 'text/plain'),
    isUntyped,
    charset: named,
    isGuess,
    disposition: /^[\w-]*/.exec(node.disposition || '')?.[0] ?? '',
    filename: fileNameOf({ ...names, charset: named ?? charset }),
    contentId: contentIdOf(readableText(sentValue(node, 'content-id'), charset)),
    hasLocation: sentValue(node, 'content-location') !== '',
    start: node.multipart === 'related' ? contentIdOf(parameterOf(sent, 'start', null) ?? '') : null,
    language: languageOf(sentValue(node, 'content-language')) ?? parent?.language ?? null,
    flowed: node.flowed,
    deletesSpace: node.delSp,
    children: [],
    content: nothing,
    fault: null,
  };
}

const nothing = Buffer.alloc(0);
const dash = 0x2d;

const languageOf = (value: string): string | null =>
  /^\s*([a-z]{2,3})\b/i.exec(value)?.[1]?.toLowerCase() ?? null;

/** What stands between brackets, or all of a value that has none; a comment may stand beside it (RFC 2045, 7). */
const contentIdOf = (value: string): string | null =>
  (/<([^<>]+)>/.exec(value)?.[1] ?? value.replace(/^\s*<|>\s*$/g, '')).trim() || null;

/** A leaf with its bytes as they were sent. */
interface SentLeaf {
  node: MimeNode;
  part: MailPart;
  encoding: string;
  chunks: Buffer[];
}

const sentBytes = ({ chunks }: SentLeaf): Buffer =>
  chunks.length > 1 ? Buffer.concat(chunks) : (chunks[0] ?? nothing);

function decodeLeaf(leaf: SentLeaf): void {
  const { node, part, chunks } = leaf;
  const { fields, text } = splitHead({
    lines: headerLinesOf(node),
    isRoot: !node.parentNode,
    hasBody: chunks.length > 0,
  });
  if (text !== '') chunks.unshift(Buffer.from(chunks.length > 0 ? `${text}\r\n\r\n` : text, 'latin1'));
  // What a text without a head is called is made of its words.
  if (text !== '' && !fields.some(({ key }) => key === 'content-type')) part.kind = 'text';
  const { content, fault } = decodeTransfer(sentBytes(leaf), leaf.encoding);
  part.content = content;
  part.fault = fault;
  if (part.kind === 'text' && part.isGuess && beginsAsHtml(content)) part.kind = 'html';
  // The text of a mail without MIME is its text, whatever it is.
  if (part.kind === 'text' && (part.isGuess || (part.isUntyped && node.parentNode))) guessFile(part);
}

/** What is called nothing, or something that is no type, may be a file all the same: its bytes tell, and its name. */
function guessFile(part: MailPart): void {
  const isOfText = part.type.startsWith('text/') && !part.isUntyped;
  if (isReadable(part.content) && (isOfText || !namesFile(part.filename))) return;
  part.kind = 'file';
  if (part.isUntyped) part.type = 'application/octet-stream';
}

/**
 * The line end before a delimiter belongs to it (RFC 2046, 5.1.1): where nothing else stands in a part, the splitter takes it
 * for its content, and what it hands over next begins with the delimiter itself.
 */
function endPart(leaf: SentLeaf, delimiter: Buffer): void {
  if (delimiter[0] === dash && /^\r?\n$/.test(sentBytes(leaf).toString('latin1', 0, 3)))
    leaf.chunks = [nothing];
}

/** The boundaries of the containers around one. */
function boundariesAround({ parentNode }: MimeNode): string[] {
  if (!parentNode) return [];
  const { _boundary } = parentNode;
  return [...(_boundary ? [_boundary.toString('latin1')] : []), ...boundariesAround(parentNode)];
}

/** Blanks, rules and delimiters alone. */
const saysNothing = /^(?:[ \t]*(?:--\S*|-*)[ \t]*(?:\r?\n|$))*$/;

/** Containers within containers without their parts beyond which none is looked for. */
const deepestRecovery = 3;

/**
 * A container in which the splitter found no part. Undocumented: we chose to take it apart by the delimiters that stand in it,
 * whatever boundary it names; without any its body is text.
 */
async function recoverParts(leaf: SentLeaf, depth: number): Promise<void> {
  const { part, encoding } = leaf;
  const own = beforeDelimiter(sentBytes(leaf), boundariesAround(leaf.node));
  const decoded = decodeTransfer(own, encoding);
  const body = decoded.fault === null ? decoded.content : own;
  const boundary = depth < deepestRecovery ? boundaryIn(body) : null;
  if (boundary !== null) {
    const head = Buffer.from(`Content-Type: ${part.type}; boundary="${boundary}"\r\n\r\n`);
    const { root } = await readParts(Buffer.concat([head, body]), depth + 1);
    part.children = root?.children ?? [];
  }
  if (part.children.length > 0 || saysNothing.test(body.toString('latin1', 0, 1000))) return;
  part.content = body;
  part.kind = beginsAsHtml(body) ? 'html' : isReadable(body) && !namesFile(part.filename) ? 'text' : 'file';
  part.fault =
    part.kind === 'file'
      ? 'no part was found in it'
      : 'no part was found in it, and its body stands here as text';
}

/** The charset that the first of its parts names which names one: its head is likely to be in it. Null without one. */
export async function charsetOfParts(raw: Buffer): Promise<string | null> {
  let charset: string | null = null;
  await split(raw, (chunk) => {
    if (charset !== null || chunk.type !== 'node') return;
    repairContainer(chunk);
    charset = charsetIn(sentValue(chunk, 'content-type'));
  });
  return charset;
}

/**
 * Takes a mail apart with the splitter that mailparser has within: mailparser itself merges what it takes for text, and
 * spends a stream on each part. Rejects on a mail of more than a thousand parts, or one with a head beyond its limit.
 */
export async function readParts(raw: Buffer, depth = 0): Promise<MailParts> {
  const sent = new Map<MimeNode['parentNode'], SentLeaf>();
  let charset: string | null = null;
  let first: MimeNode | null = null;
  let last: SentLeaf | undefined;
  await split(raw, (chunk) => {
    if (chunk.type !== 'node') {
      const leaf = sent.get(chunk.node);
      if (chunk.value) leaf?.chunks.push(chunk.value);
      if (chunk.type === 'body') last = leaf;
      else if (last && chunk.value) endPart(last, chunk.value);
      return;
    }
    repairContainer(chunk);
    const parent = sent.get(chunk.parentNode)?.part;
    const part = partOf(chunk, { parent, charset });
    charset = part.charset ?? charset;
    parent?.children.push(part);
    first ??= chunk;
    sent.set(chunk, {
      node: chunk,
      part,
      encoding: sentValue(chunk, 'content-transfer-encoding'),
      chunks: [],
    });
  });
  for (const leaf of sent.values()) {
    if (leaf.part.kind !== 'multipart') decodeLeaf(leaf);
    else if (leaf.part.children.length === 0) await recoverParts(leaf, depth);
  }
  // What stands within others first: theirs is what is left of it.
  for (const { part } of [...sent.values()].reverse()) chooseShown(part);
  const headerLines = first === null ? [] : headerLinesOf(first);
  const root = first === null ? null : (sent.get(first)?.part ?? null);
  return { root, headerLines, ...addressesOf(headerLines) };
}
