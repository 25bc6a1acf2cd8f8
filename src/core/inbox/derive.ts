import type { ParsedMail } from '../ports/mail-reader.js';
import type { MailContent } from '../ports/mail-reader.js';
import { cidReferences } from '../html/cid-references.js';
import { previewOf, readHtml } from '../html/to-text.js';
import { lowerSpaced } from '../messages/search-text.js';
import { linksInTextOf, linksOf } from './html-links.js';
import { codesOf } from './one-time-codes.js';
import { linksOfText } from './text-links.js';
import type { FoundLink } from './text-links.js';

/** More links of one mail are not listed: no person follows them. */
const mostLinks = 10_000;

/** All that is made of a mail once it is read: readable text, words for search, links and codes, of html and text alike. */
export function derive(mail: MailContent): ParsedMail {
  const { html, text, subject, attachments } = mail;
  const page = html === null ? null : readHtml(html);
  const readable = text ?? page?.text ?? '';
  const names = attachments.flatMap(({ filename }) => filename ?? []);
  const ofHtml = page === null ? [] : [text === null ? '' : page.text, page.preheader, page.hidden];
  const words = [readable, ...ofHtml, ...names].filter((part) => part !== '');
  const codes = new Set([
    ...codesOf(subject, readable),
    ...(text === null || page === null ? [] : codesOf('', page.text)),
  ]);
  return {
    ...mail,
    readable,
    // A list shows a preheader first, as mail clients do.
    preview: previewOf(`${page?.preheader ?? ''} ${readable}`),
    words: lowerSpaced(words.join('\n')),
    links: allLinks(mail),
    codes: [...codes],
    cids: html === null ? [] : cidReferences(html),
  };
}

/** The links of the html, those that it has as text, and those that the text alone has: mail clients let people follow each. */
function allLinks({ html, text }: MailContent): FoundLink[] {
  const inHtml = html === null ? [] : linksOf(html);
  const known = new Set(inHtml.map(({ url }) => url));
  const links = [...inHtml];
  for (const link of [...(html === null ? [] : linksInTextOf(html)), ...linksOfText(text ?? '')]) {
    if (!known.has(link.url)) links.push(link);
    known.add(link.url);
  }
  return links.slice(0, mostLinks);
}
