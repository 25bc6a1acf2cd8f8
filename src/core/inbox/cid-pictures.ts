import type { Attachment } from '../../contract/message.js';
import { cidReferences } from '../html/cid-references.js';
import type { CidReference } from '../html/cid-references.js';
import { pictureType } from '../html/picture-type.js';

type Part = Pick<Attachment, 'content_id' | 'content_type'> & { content: Buffer };

const isPicture = ({ content_type, content }: Part): boolean =>
  content_type.startsWith('image/') || pictureType(content) !== null;

/** An id without the quotes of its local part (RFC 5322, 3.4.1), which a URL may leave out, and without regard to case. */
function bareId(id: string): string {
  const [, local, domain = ''] = /^"([\s\S]*)"(@[\s\S]*)$/.exec(id) ?? [];
  return (local === undefined ? id : local.replace(/\\([\s\S])/g, '$1') + domain).toLowerCase();
}

/** Where the html of a mail shows its pictures, each with the Content-ID of the part as that was sent (RFC 2392). */
export function cidPictures(html: string | null, parts: readonly Part[]): CidReference[] {
  const ids = parts.flatMap((part) => (part.content_id !== null && isPicture(part) ? [part.content_id] : []));
  if (html === null || ids.length === 0) return [];
  const exact = new Set(ids);
  const bare = new Map(ids.map((id) => [bareId(id), id]));
  return cidReferences(html).flatMap((reference) => {
    const { id, written } = reference;
    const meant = [id, written].find((each) => exact.has(each)) ?? bare.get(bareId(id));
    return meant === undefined ? [] : [{ ...reference, id: meant }];
  });
}

/** Parts as a page may show them: what programs call a picture counts for less than its own bytes. */
export const asPictures = <P extends Part>(parts: readonly P[]): P[] =>
  parts.map((part) => ({ ...part, content_type: pictureType(part.content) ?? part.content_type }));
