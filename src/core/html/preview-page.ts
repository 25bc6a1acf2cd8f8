import type { Attachment } from '../../contract/message.js';
import type { CidReference } from './cid-references.js';
import { pictureType } from './picture-type.js';

/** A mail's html as it may be looked at. */
export interface PreviewPage {
  html: string;
  /** How many pictures are not in it, since the page would have grown too large. */
  skipped: number;
}

/** What one mail's page may come to with its pictures, in characters. */
export const longestPage = 25 * 1024 * 1024;

const shownTypes =
  /^image\/(?:a?png|x-png|jpe?g|pjpeg|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon|svg\+xml)$/;
/** Names that old programs gave to types that browsers know by another. */
const properTypes: ReadonlyMap<string, string> = new Map([
  ['image/pjpeg', 'image/jpeg'],
  ['image/jpg', 'image/jpeg'],
  ['image/x-png', 'image/png'],
]);

/** What a browser is to take a part for; null for what is no picture. Some programs send pictures as bytes of any kind. */
const shownType = ({ content_type: sent, content }: PreviewedMail['attachments'][number]): string | null =>
  shownTypes.test(sent)
    ? (properTypes.get(sent) ?? sent)
    : sent.startsWith('application/')
      ? pictureType(content)
      : null;

/**
 * Elements that open a connection or another page by being there, whatever the policy of the page: they become unknown
 * elements, in every context that a browser could find them in, so the source is not parsed for it.
 */
const reaching =
  /<(\/?)(iframe(?=[\s/>])|(?=(?:frame|frameset|object|embed|applet|portal|fencedframe|base|link|meta)[\s/>]))/gi;
/** No browser shows what stands within one. Without quotes and blanks it means the same wherever a tag stands. */
const hidden = 'style=display:none!important';
/** A tag that every browser reads alike: attributes in its plain form, none of which holds a sign of a tag. */
const plainTag =
  /^<(link|meta)((?:\s+[a-z][\w:-]*(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=`]+))?)*)\s*\/?>/i;
const attribute = /([a-z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=`]+)))?/gi;
/** Attributes longer than that stand in no tag that does no harm. */
const longestTag = 2000;

/** Whether a `meta` or `link` opens nothing by being there: one that names something, and a style sheet. */
function isHarmless(source: string): boolean {
  const [, tag = '', attributes = ''] = plainTag.exec(source) ?? [];
  const values = new Map<string, string>();
  for (const [, name = '', quoted, single, bare] of attributes.matchAll(attribute)) {
    const key = name.toLowerCase();
    // The first of a name counts, and a mail that has two is up to something.
    if (values.has(key)) return false;
    values.set(key, quoted ?? single ?? bare ?? '');
  }
  if (tag.toLowerCase() === 'link') return values.get('rel')?.toLowerCase() === 'stylesheet';
  return (values.has('charset') || values.has('name')) && !values.has('http-equiv');
}

const withoutReach = (source: string): string =>
  source.replace(reaching, (tag, slash: string, frame: string, at: number) =>
    isHarmless(source.slice(at, at + longestTag))
      ? tag
      : `<${slash}x-${frame}${frame !== '' && slash === '' ? ` ${hidden} ` : ''}`,
  );

/** Where an image names a picture from outside: a browser reports each that the policy of the page blocks. */
const outsidePicture = /(<img\s[^<>]*?(?<=\s)src\s*=\s*(?:["']\s*)?)(?:https?:)?\/\/[^\s"'<>]*/gi;
const withoutOutside = (source: string): string => source.replace(outsidePicture, '$1data:,');

export interface PreviewedMail {
  html: string;
  cids: readonly CidReference[];
  attachments: readonly (Attachment & { content: Buffer })[];
}

/**
 * The html of a mail with its own pictures in their places, and without what would reach out of it; a `quiet` one names no
 * pictures from outside either.
 */
export function previewPage(
  { html, cids, attachments }: PreviewedMail,
  { quiet }: { quiet: boolean },
): PreviewPage {
  const clean = (source: string) => withoutReach(quiet ? withoutOutside(source) : source);
  const pictures = new Map(
    attachments.flatMap(({ content_id, ...part }) => {
      const type = content_id === null ? null : shownType({ content_id, ...part });
      return content_id === null || type === null
        ? []
        : [[content_id, { type, content: part.content }] as const];
    }),
  );
  const pieces: string[] = [];
  let [done, length, skipped] = [0, html.length, 0];
  for (const { start, end, id, written, bare } of cids) {
    const picture = pictures.get(id) ?? pictures.get(written);
    if (!picture) continue;
    const size = Math.ceil(picture.content.length / 3) * 4 + 64;
    if (length + size > longestPage) {
      skipped += 1;
      continue;
    }
    length += size;
    const url = `data:${picture.type};base64,${picture.content.toString('base64')}`;
    pieces.push(clean(html.slice(done, start)), bare ? `"${url}"` : url);
    done = end;
  }
  pieces.push(clean(html.slice(done)));
  return { html: pieces.join(''), skipped };
}
