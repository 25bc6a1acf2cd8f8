import type { Message } from '../../../../../src/contract/message.js';

/** Longer lines of html are broken before each tag, so that what differs is found within them. */
const longLine = 160;

/**
 * The html of a mail by lines, with the targets of its tracked links in their place and without the tokens of its pixel
 * and its own links: these differ in every mail, and hide what else does.
 */
export function sourceLinesOf({ html, links }: Pick<Message, 'html' | 'links'>): string[] {
  const targets = new Map(links.flatMap(({ url, tracked_url }) => (tracked_url ? [[tracked_url, url]] : [])));
  const plain = (html ?? '')
    .replace(/https?:\/\/[^\s"'<>]*\/t\/c\/[\w-]+\/[\w-]+/g, (url) => targets.get(url) ?? url)
    .replace(/(\/t\/[ouv]\/)[\w-]{30}/g, '$1…');
  return plain
    .split(/\r\n|\n|\r/)
    .flatMap((line) => (line.length > longLine ? line.split(/(?<=[^\s])(?=<[^/])/) : [line]));
}

export const textLinesOf = (text: string): string[] =>
  text.replace(/(\/t\/[couv]\/)[\w-]{30}/g, '$1…').split(/\r\n|\n|\r/);
