import type { MailPart } from './parts.js';

/** The parts of a mail that have content of their own. */
export const leavesOf = (part: MailPart): MailPart[] =>
  part.kind === 'multipart' && part.children.length > 0 ? part.children.flatMap(leavesOf) : [part];

/** Whether a part is shown as text of the mail. */
export const isShown = ({ kind, disposition }: MailPart): boolean =>
  kind === 'report' || ((kind === 'text' || kind === 'html') && disposition !== 'attachment');

/** What is not read stays a file that can be had. */
function passOver(parts: readonly MailPart[]): void {
  for (const part of parts) if (part.kind === 'text' || part.kind === 'html') part.kind = 'file';
}

/** Among alternatives plain text is read, and other forms of the same (`text/enriched`, `text/markdown`) are files. */
function passOverForms({ children }: MailPart): void {
  if (!children.some(({ type }) => type === 'text/plain')) return;
  passOver(children.filter(({ kind, type }) => kind === 'text' && /^text\/(?!plain$)/.test(type)));
}

const hasHtml = (part: MailPart): boolean =>
  leavesOf(part).some((leaf) => leaf.kind === 'html' && isShown(leaf));
const isBlank = (part: MailPart): boolean =>
  leavesOf(part).every((leaf) => !isShown(leaf) || leaf.content.toString('latin1').trim() === '');

/** The same content several times over: the last one of each form that says something is read (RFC 2046, 5.1.4). */
function chooseAlternatives(part: MailPart): void {
  passOverForms(part);
  const shown = part.children.filter((child) => leavesOf(child).some(isShown));
  for (const form of [shown.filter(hasHtml), shown.filter((child) => !hasHtml(child))]) {
    const chosen = form.findLast((child) => !isBlank(child)) ?? form.at(-1);
    passOver(form.filter((child) => child !== chosen).flatMap(leavesOf));
  }
}

/**
 * Parts that belong together: the root is read, and what it may refer to by an id or a place is its own matter (RFC 2387). A
 * part that nothing can refer to is read as beside any other.
 */
function chooseRoot({ children, start }: MailPart): void {
  const named = children.find(
    ({ contentId, kind }) => start !== null && contentId === start && kind !== 'file',
  );
  const root = named ?? children.find(hasHtml) ?? children[0];
  const others = children.filter((child) => child !== root).flatMap(leavesOf);
  passOver(others.filter(({ contentId, hasLocation }) => contentId !== null || hasLocation));
}

/** Makes files of the parts of a container that are not read. */
export function chooseShown(part: MailPart): void {
  if (part.type === 'multipart/alternative') chooseAlternatives(part);
  if (part.type === 'multipart/related') chooseRoot(part);
}
