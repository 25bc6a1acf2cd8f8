import type { MailPart } from './parts.js';

/** Among alternatives plain text is read, and other forms of the same (`text/enriched`, `text/markdown`) are files. */
export function passOverForms({ type, children }: MailPart): void {
  const hasPlain = type === 'multipart/alternative' && children.some((child) => child.type === 'text/plain');
  if (!hasPlain) return;
  for (const child of children)
    if (child.kind === 'text' && /^text\/(?!plain$)/.test(child.type)) child.kind = 'file';
}
