import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { Transcript } from '../../contract/transcript.js';
import { AppError } from '../../contract/errors.js';
import { flag } from '../../contract/fields.js';
import { previewPage } from '../../core/html/preview-page.js';
import type { PreviewPage } from '../../core/html/preview-page.js';
import type { ParsedMail } from '../../core/ports/mail-reader.js';
import { MessageTimeline } from '../../contract/message-timeline.js';
import { asPictures } from '../../core/inbox/cid-pictures.js';
import { downloadName } from '../../core/inbox/download-name.js';
import { messageTimeline } from '../../core/timeline/message-timeline.js';
import { pictureType, pictureTypes } from '../../core/html/picture-type.js';
import { zipFiles } from '../../core/inbox/zip-files.js';
import type { ZippedFile } from '../../core/inbox/zip-files.js';
import type { Call } from '../routing/route.js';
import { read } from './control-route.js';
import { pageReply, quietQuery } from './mail-page.js';

/**
 * Whether a person asked for remote content: in the UI, in the address bar, or a program. A link in a mail cannot, wherever
 * it is followed: browsers say that such a request comes from another site (Fetch Metadata).
 */
const isAsked = ({ headers }: IncomingMessage): boolean =>
  ['same-origin', 'none', undefined].includes(headers['sec-fetch-site']?.toString());

/** Each part of a mail, and the page that is made of it, is as large as the mail at most, or nearly. */
export const weightOfMail = ({
  services,
  params,
}: Pick<Call<'/messages/{id}', unknown, unknown>, 'services' | 'params'>): number =>
  services.messages.find(params.id)?.size ?? 0;

const nothing = (what: string) =>
  new AppError('RESOURCE_NOT_FOUND', `This message has no ${what}`, {
    field: 'id',
    issue: `Expected a message with ${what}`,
  });

/** A file name for a header: quoted ASCII, and the real one beside it (RFC 6266). */
function disposition(filename: string): string {
  const ascii = filename.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

function pageOf(mail: ParsedMail, how: { quiet: boolean }): PreviewPage {
  if (mail.html === null) throw nothing('html');
  return previewPage({ ...mail, html: mail.html, attachments: asPictures(mail.attachments) }, how);
}

function attachmentOf({ attachments }: ParsedMail, index: string) {
  const attachment = /^\d+$/.test(index) ? attachments[Number(index)] : undefined;
  if (!attachment) throw nothing(`attachment ${index.slice(0, 20)}; it has ${attachments.length}`);
  return attachment;
}

function filesOf({ attachments }: ParsedMail): ZippedFile[] {
  if (attachments.length === 0) throw nothing('attachments');
  return attachments.map((attachment) => ({ name: downloadName(attachment), content: attachment.content }));
}

export const messagePartRoutes = [
  read(
    {
      path: '/messages/{id}/html',
      summary:
        'The html as received, to look at: own images shown, nothing loaded from outside unless `remote`',
      query: quietQuery.extend({ remote: flag.default(false) }),
      reply: null,
      weight: weightOfMail,
      bytes: { types: ['text/html'] },
    },
    async ({ services, params, query, request }) => {
      const remote = query.remote && isAsked(request);
      const quiet = query.quiet && !remote;
      return pageReply(pageOf(await services.messages.parsed(params.id), { quiet }), { remote });
    },
  ),
  read(
    {
      path: '/messages/{id}/text',
      summary: 'The text of a message',
      reply: null,
      weight: weightOfMail,
      bytes: { types: ['text/plain'] },
    },
    async ({ services, params }) => ({
      bytes: (await services.messages.parsed(params.id)).readable,
      type: 'text/plain; charset=utf-8',
    }),
  ),
  read(
    {
      path: '/messages/{id}/raw',
      summary: 'The message as received, byte for byte',
      reply: null,
      weight: weightOfMail,
      bytes: { types: ['text/plain'] },
    },
    async ({ services, params }) => {
      const bytes = await services.messages.raw(params.id);
      // Its parts may be in charsets of their own: none is named that not all of it is in.
      const type = isUtf8(bytes) ? 'text/plain; charset=utf-8' : 'text/plain';
      return { bytes, type, headers: { 'Content-Disposition': `inline; filename="${params.id}.eml"` } };
    },
  ),
  read(
    {
      path: '/messages/{id}/attachments/{index}',
      summary: 'An attachment, always as a download',
      reply: null,
      weight: weightOfMail,
      bytes: { types: ['application/octet-stream'] },
    },
    async ({ services, params }) => {
      const attachment = attachmentOf(await services.messages.parsed(params.id), params.index);
      const headers = { 'Content-Disposition': disposition(downloadName(attachment)) };
      return { bytes: attachment.content, type: 'application/octet-stream', headers };
    },
  ),
  read(
    {
      path: '/messages/{id}/attachments/{index}/picture',
      summary:
        'An attachment as a picture for a page to show: PNG, JPEG, GIF or WebP by its own bytes; anything else is a 404',
      reply: null,
      weight: weightOfMail,
      bytes: { types: pictureTypes },
    },
    async ({ services, params }) => {
      const attachment = attachmentOf(await services.messages.parsed(params.id), params.index);
      const type = pictureType(attachment.content);
      if (type === null) throw nothing(`picture in attachment ${attachment.index}`);
      // By itself it is a download, as every attachment; an `img` does not ask.
      const headers = { 'Content-Disposition': disposition(downloadName(attachment)) };
      return { bytes: attachment.content, type, headers };
    },
  ),
  read(
    {
      path: '/messages/{id}/attachments',
      summary: 'All attachments of a message as one zip, those shown in the text included',
      reply: null,
      weight: weightOfMail,
      bytes: { types: ['application/zip'] },
    },
    async ({ services, params }) => {
      const { id, received_at } = services.messages.get(params.id);
      const files = filesOf(await services.messages.parsed(id));
      const headers = { 'Content-Disposition': disposition(`${id}-attachments.zip`) };
      return { stream: zipFiles(files, received_at), type: 'application/zip', headers };
    },
  ),
  read(
    {
      path: '/messages/{id}/timeline',
      summary:
        'All that happened to a message: the calls that made it, rendering, SMTP, events, each attempt of a webhook, what is planned; also as Markdown',
      reply: MessageTimeline,
    },
    ({ services, params }) => ({ data: messageTimeline(services, params.id) }),
  ),
  read(
    {
      path: '/messages/{id}/transcript',
      summary: 'What was said in the SMTP session that brought the message',
      reply: Transcript,
    },
    ({ services, emulator, params }) => {
      const { transcript_id } = services.messages.get(params.id);
      const transcript = transcript_id === null ? null : emulator.transcript(transcript_id);
      if (!transcript) throw nothing('transcript any more (the last 500 sessions are kept)');
      return { data: transcript };
    },
  ),
];
