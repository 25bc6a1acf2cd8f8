import { isAscii } from 'node:buffer';
import { finished } from 'node:stream/promises';
import { Splitter } from '@zone-eu/mailsplit';
import type { HeaderLine, MimeNode, SplitterChunk } from '@zone-eu/mailsplit';
import libmime from 'libmime';
import { containerOf, isWellFormed, repairContentType } from './content-type.js';
import { contentOf } from './header-fields.js';

export const headerLinesOf = ({ headers }: MimeNode): readonly HeaderLine[] =>
  headers ? headers.getList() : [];

/** The value of a field as it was sent, one character an octet. */
export function sentValue(node: MimeNode, key: string): string {
  const line = headerLinesOf(node).find((each) => each.key === key);
  return line ? contentOf(line).latin1 : '';
}

/**
 * Lets the splitter take apart containers whose Content-Type it cannot read: without semicolons, or misspelt. It looks for
 * the boundary of a part when it has handed over its head.
 */
export function repairContainer(node: MimeNode): void {
  // The splitter has read all that there is in most of them.
  if (node.contentType === false) return;
  const sent = sentValue(node, 'content-type');
  if (node._boundary === false && isWellFormed(sent)) return;
  const { value, params } = libmime.parseHeaderValue(repairContentType(sent), { stripComments: true });
  const { boundary = '', format = '', delsp = '' } = params;
  node.flowed ||= /^text\/plain$/i.test(value) && /^\s*flowed\s*$/i.test(format);
  node.delSp ||= node.flowed && /^\s*yes\s*$/i.test(delsp);
  const container = node.multipart === false || node._boundary === false ? containerOf(value) : null;
  if (boundary === '' || container === null || !isAscii(Buffer.from(boundary))) return;
  node.multipart = container;
  node.contentType = `multipart/${container}`;
  node._boundary = Buffer.from(boundary.trimEnd());
}

/** Hands over each piece of a mail as the splitter comes to it: as a stream of objects the same takes half as long again. */
export async function split(raw: Buffer, take: (chunk: SplitterChunk) => void): Promise<void> {
  // A message within the message is a part like any other: what it holds belongs to it.
  const splitter = new Splitter({ ignoreEmbedded: true });
  splitter.push = (chunk: SplitterChunk | null) => {
    try {
      if (chunk) take(chunk);
    } catch (error) {
      splitter.destroy(error as Error);
    }
    return true;
  };
  splitter.end(raw);
  await finished(splitter, { readable: false });
}
