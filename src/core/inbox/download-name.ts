import type { Attachment } from '../../contract/message.js';

/** Endings for attachments that come without a name. */
const endings: ReadonlyMap<string, string> = new Map([
  ['message/rfc822', '.eml'],
  ['message/global', '.eml'],
  ['text/calendar', '.ics'],
  ['application/ics', '.ics'],
  ['text/vcard', '.vcf'],
  ['text/x-vcard', '.vcf'],
  ['text/directory', '.vcf'],
  ['text/csv', '.csv'],
  ['text/plain', '.txt'],
  ['text/html', '.html'],
  ['text/xml', '.xml'],
  ['application/xml', '.xml'],
  ['application/json', '.json'],
  ['application/pdf', '.pdf'],
  ['application/zip', '.zip'],
  ['application/gzip', '.gz'],
  ['application/msword', '.doc'],
  ['application/vnd.ms-excel', '.xls'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', '.docx'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', '.xlsx'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', '.pptx'],
  ['application/pkcs7-mime', '.p7m'],
  ['application/x-pkcs7-mime', '.p7m'],
  ['application/pkcs7-signature', '.p7s'],
  ['application/x-pkcs7-signature', '.p7s'],
  ['application/pgp-signature', '.asc'],
  ['application/pgp-keys', '.asc'],
  ['audio/mpeg', '.mp3'],
  ['video/mp4', '.mp4'],
  ['image/heic', '.heic'],
  ['image/bmp', '.bmp'],
  ['image/tiff', '.tiff'],
  ['image/png', '.png'],
  ['image/jpeg', '.jpg'],
  ['image/gif', '.gif'],
  ['image/webp', '.webp'],
  ['image/svg+xml', '.svg'],
]);

// Controls; marks that turn the direction of text, so that an ending can pass for another; what a path is made of.
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const separators = /[/\\:*?"<>|\u2044\u2215\u29f5\u29f8\u29f9\ufe68\uff0f\uff3c]/g;
/** Names that Windows keeps to itself, with any ending. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** Of a name that is longer, its beginning and its ending are looked at. */
const longestName = 2000;
/** Names of files are at most 255 bytes almost everywhere. */
const mostBytes = 200;

function shortened(name: string): string {
  const ending = /\.[\w-]{1,16}$/.exec(name)?.[0] ?? '';
  let stem = name.slice(0, name.length - ending.length);
  if (Buffer.byteLength(name) <= mostBytes) return name;
  while (Buffer.byteLength(stem) + ending.length > mostBytes) stem = Array.from(stem).slice(0, -8).join('');
  return stem + ending;
}

/**
 * The name under which an attachment is saved: the one that the sender gave as far as it is the name of a file and of
 * nothing else (no path, no drive, no hidden file, no disguised ending), else one of ours.
 */
export function downloadName({ filename, index, content_type }: Attachment): string {
  const ours = `attachment-${index}${endings.get(content_type.toLowerCase()) ?? ''}`;
  const given = filename ?? '';
  const last = (given.length > longestName ? given.slice(0, 1900) + given.slice(-100) : given)
    .normalize()
    .toWellFormed()
    .replaceAll('\t', ' ')
    .replace(invisible, '')
    .split(/[/\\\u2044\u2215\u29f5\u29f8\u29f9\ufe68\uff0f\uff3c]/)
    .at(-1);
  const name = (last ?? '')
    .replace(/^[a-z]:/i, '')
    .replace(separators, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .replace(reserved, '_$&');
  return name === '' ? ours : shortened(name);
}
