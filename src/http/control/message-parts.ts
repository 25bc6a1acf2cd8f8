import * as z from 'zod';
import { AppError } from '../../contract/errors.js';
import { flag } from '../../contract/fields.js';
import type { ParsedMail } from '../../core/ports/ports.js';
import { textOf } from '../../core/inbox/parse-queue.js';
import { route } from '../routing/route.js';
import { byId } from './messages.js';

const open = { permission: null, access: 'read', documented: false, params: byId, reply: null } as const;

/**
 * The policy of a mail's own page: no scripts, no origin of its own, nothing from outside unless asked for. It holds even
 * where the page is opened by itself, without the frame of the UI.
 */
const previewPolicy = (remote: boolean): string =>
  [
    "default-src 'none'",
    `img-src data:${remote ? ' http: https:' : ''}`,
    `style-src 'unsafe-inline'${remote ? ' http: https:' : ''}`,
    `font-src data:${remote ? ' http: https:' : ''}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ].join('; ');

const shownInline = /^image\/(?:png|jpe?g|gif|webp|avif|bmp|svg\+xml)$/i;

/** Puts the images that a mail brings along where its html names them by `cid:`. */
function withInlineImages(html: string, { attachments }: ParsedMail): string {
  const images = attachments.filter(
    ({ content_id, content_type }) => content_id && shownInline.test(content_type),
  );
  return images.reduce((page, { content_id, content_type, content }) => {
    const url = `data:${content_type};base64,${content.toString('base64')}`;
    return page.replaceAll(`cid:${content_id ?? ''}`, () => url);
  }, html);
}

const nothing = (what: string) =>
  new AppError('RESOURCE_NOT_FOUND', `This message has no ${what}`, {
    issue: `Expected a message with ${what}`,
  });

/** A file name for a header: quoted ASCII, and the real one beside it (RFC 6266). */
function disposition(filename: string): string {
  const ascii = filename.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(filename.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

export const messagePartRoutes = [
  route(
    {
      ...open,
      method: 'GET',
      path: '/messages/{id}/html',
      summary:
        'The html as received, to look at: own images shown, nothing loaded from outside unless `remote`',
      query: z.strictObject({ remote: flag.default(false) }),
    },
    async ({ services, params, query }) => {
      const mail = await services.messages.parsed(params.id);
      if (mail.html === null) throw nothing('html');
      return {
        bytes: withInlineImages(mail.html, mail),
        type: 'text/html; charset=utf-8',
        headers: { 'Content-Security-Policy': previewPolicy(query.remote), 'Referrer-Policy': 'no-referrer' },
      };
    },
  ),
  route(
    { ...open, method: 'GET', path: '/messages/{id}/text', summary: 'The text of a message' },
    async ({ services, params }) => ({
      bytes: textOf(await services.messages.parsed(params.id)),
      type: 'text/plain; charset=utf-8',
    }),
  ),
  route(
    { ...open, method: 'GET', path: '/messages/{id}/raw', summary: 'The message as received, byte for byte' },
    async ({ services, params }) => ({
      bytes: await services.messages.raw(params.id),
      type: 'text/plain; charset=utf-8',
      headers: { 'Content-Disposition': `inline; filename="${params.id}.eml"` },
    }),
  ),
  route(
    {
      ...open,
      method: 'GET',
      path: '/messages/{id}/attachments/{index}',
      summary: 'An attachment, always as a download',
      params: z.object({ id: z.string(), index: z.string() }),
    },
    async ({ services, params }) => {
      const { attachments } = await services.messages.parsed(params.id);
      const attachment = /^\d+$/.test(params.index) ? attachments[Number(params.index)] : undefined;
      if (!attachment) throw nothing(`attachment ${params.index.slice(0, 20)}; it has ${attachments.length}`);
      return {
        bytes: attachment.content,
        type: 'application/octet-stream',
        headers: {
          'Content-Disposition': disposition(attachment.filename ?? `attachment-${attachment.index}`),
        },
      };
    },
  ),
  route(
    {
      ...open,
      method: 'GET',
      path: '/messages/{id}/transcript',
      summary: 'What was said in the SMTP session that brought the message',
      reply: z.unknown(),
    },
    ({ services, emulator, params }) => {
      const { transcript_id } = services.messages.get(params.id);
      const transcript = transcript_id === null ? null : emulator.transcript(transcript_id);
      if (!transcript) throw nothing('transcript any more (the last 500 sessions are kept)');
      return { data: transcript };
    },
  ),
];
