import { folded } from '../../contract/text/folding.js';
import type { MailContent, ParsedMail } from '../ports/mail-reader.js';
import { styleRulesOf } from '../html/style-rules.js';
import { deepestTag, previewOf, readHtml } from '../html/to-text.js';
import type { HtmlText } from '../html/to-text.js';
import { linksInTextOf, linksOf } from './html-links.js';
import type { StyledPage } from './html-links.js';
import { codesOf } from './one-time-codes.js';
import { formsInText, linksOfText } from './text-links.js';
import type { FoundLink } from './text-links.js';

/** More links of one mail are not listed: no person follows them. */
const mostLinks = 10_000;

/** What of a mail is read: by people, in lists and by the search. */
export interface MailText extends Pick<ParsedMail, 'readable' | 'preview' | 'words'> {
  page: (StyledPage & HtmlText) | null;
}

/** Where a link leads, as text and search are to have it. */
type TargetOf = (href: string) => string;

function readPage(html: string, targetOf: TargetOf | undefined): StyledPage & HtmlText {
  const rules = styleRulesOf(html);
  return { html, rules, ...readHtml(html, { rules, targetOf }) };
}

/** The text of a mail, as far as lists and search need it. */
export function textOfMail({ html, text, attachments }: MailContent, targetOf?: TargetOf): MailText {
  const page = html === null ? null : readPage(html, targetOf);
  const readable = text ?? page?.text ?? '';
  const names = attachments.flatMap(({ filename }) => filename ?? []);
  const ofHtml = page === null ? [] : [text === null ? '' : page.text, page.preheader, page.hidden];
  const words = [readable, ...ofHtml, ...names].filter((part) => part !== '');
  return {
    page,
    readable,
    // A list shows a preheader first, as mail clients do.
    preview: previewOf(`${page?.preheader ?? ''} ${readable}`),
    words: folded(words.join('\n')),
  };
}

/** All that is made of a mail for those who look at it: readable text, words, links and codes, of html and text alike. */
export function derive(mail: MailContent): ParsedMail {
  const { text } = mail;
  const { page, ...texts } = textOfMail(mail);
  return {
    ...mail,
    ...texts,
    note: page?.isCut ? [mail.note ?? '', cutNote].join(' ').trim() : mail.note,
    links: allLinks(page, text),
    codes: allCodes(mail, page),
  };
}

const cutNote = `Of the html what stands behind ${deepestTag} tags within one another is not read as text.`;

/**
 * The codes of the subject, the text and what is seen of the html. Undocumented: we chose that a preheader, which lists of mail
 * show, is looked at where those have none.
 */
function allCodes({ subject, text }: MailContent, page: HtmlText | null): string[] {
  const seen = new Set([...codesOf(subject, text ?? ''), ...codesOf('', page?.text ?? '')]);
  return seen.size > 0 || page === null ? [...seen] : codesOf('', page.preheader);
}

/** The links of the html, those that it has as text, and those that the text alone has: mail clients let people follow each. */
function allLinks(page: StyledPage | null, text: string | null): FoundLink[] {
  const inHtml = page === null ? [] : linksOf(page);
  const known = new Set(inHtml.flatMap(({ url }) => formsInText(url)));
  const links = [...inHtml];
  for (const link of [...(page === null ? [] : linksInTextOf(page)), ...linksOfText(text ?? '')]) {
    if (!known.has(link.url)) links.push(link);
    known.add(link.url);
  }
  return links.slice(0, mostLinks);
}
