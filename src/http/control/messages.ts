import * as z from 'zod';
import { wholeNumber } from '../../contract/fields.js';
import { LogEvent, toLogEvent } from '../../contract/event.js';
import { MessageHeads, toHead } from '../../contract/message-head.js';
import { Message, MessageStatus, MessageSummary, toSummary } from '../../contract/message.js';
import { Duration, IsoTime } from '../../contract/time.js';
import { mostIds } from '../../contract/message-wait.js';
import { waitForHeads } from '../../core/inbox/wait-for-heads.js';
import { waitForMessages } from '../../core/inbox/wait-for-messages.js';
import { read, write } from './control-route.js';
import { weightOfMail } from './message-parts.js';
import { cursorPage, listFields, placeCursor, toPlaceCursor } from './cursor.js';
import { filterText as text, ListPlace, waitFields } from './fields.js';

const MessageIds = z
  .string()
  .transform((ids) => ids.split(','))
  .refine((ids) => ids.length <= mostIds && ids.every((id) => /^email_[0-9a-z]{8}$/.test(id)), {
    error: `Expected at most ${mostIds} ids of messages such as email_1a2b3c4d, separated by commas`,
  });

const FilterQuery = z.strictObject({
  q: text,
  to: text,
  from: text,
  subject: text,
  campaign: text,
  contact: text,
  status: MessageStatus.optional(),
  since: IsoTime.optional(),
  ids: MessageIds.optional(),
});

/** Long enough for a person to see what happened. */
const longestUndo = 60_000;
const undoFields = {
  undo: Duration.refine((ms) => ms <= longestUndo, {
    error: 'Expected a duration of at most 60s',
  }).optional(),
};
const Removed = z.object({ deleted: z.int(), undo: z.string().optional() });
/** `offset` and `cursor` both say where a page begins. */
const ListQuery = FilterQuery.extend({
  ...listFields(placeCursor),
  offset: wholeNumber(0, 10_000_000).optional(),
}).refine(({ cursor, offset }) => cursor === undefined || offset === undefined, {
  path: ['offset'],
  error: 'Expected offset or cursor, not both',
});

const HeadsQuery = FilterQuery.extend({
  ...listFields(placeCursor),
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
  timeout: waitFields.timeout,
});

const RemovalQuery = FilterQuery.extend(undoFields);

const ReadInput = z.strictObject({ read: z.boolean().default(true) });

export const messageRoutes = [
  read(
    {
      path: '/messages',
      summary:
        'Mail, newest first, from after `cursor` or after `offset` matches; meta.total is exact where meta.total_exact is true, else at least that many match',
      query: ListQuery,
      reply: z.array(MessageSummary),
      list: 'cursor',
    },
    async ({ services, query: { limit, cursor, offset, ...filter } }) => {
      const { rows, next, ...counted } = await services.messages.list(filter, limit, cursor ?? offset);
      return cursorPage(rows.map(toSummary), { ...counted, limit, next_cursor: next && toPlaceCursor(next) });
    },
  ),
  read(
    {
      path: '/messages/wait',
      summary: 'Whole messages, as soon as enough match; a 404 that names the nearest misses otherwise',
      query: FilterQuery.extend(waitFields),
      reply: z.array(Message),
    },
    async ({ services, signal, query: { count, timeout, ...filter } }) => ({
      data: await waitForMessages(services, filter, { count, timeout, signal }),
    }),
  ),
  read(
    {
      path: '/messages/heads',
      summary:
        'Senders, recipients with those of SMTP, and subjects, newest first, for a program that matches them itself; with `after`, the `seq` of an earlier answer, as soon as anything has changed since, or when the time is up',
      query: HeadsQuery,
      reply: MessageHeads,
    },
    async ({ services, signal, query: { limit, cursor, after, timeout, ...filter } }) => {
      const asked = { filter, limit, cursor, after };
      const { seq, rows, next } = await waitForHeads(services, asked, { timeout, signal });
      return { data: { seq, heads: rows.map(toHead), next_cursor: next && toPlaceCursor(next) } };
    },
  ),
  read(
    {
      path: '/messages/{id}',
      summary: 'A whole message',
      reply: Message,
      weight: weightOfMail,
    },
    async ({ services, params }) => ({ data: await services.messages.whole(params.id) }),
  ),
  read(
    {
      path: '/messages/{id}/place',
      summary:
        'How many messages that match come before this one, newest first; null where it is none of them, or comes after more than a search counts',
      query: FilterQuery,
      reply: ListPlace,
    },
    async ({ services, params, query }) => ({
      data: { place: await services.messages.placeOf(query, params.id) },
    }),
  ),
  read(
    {
      path: '/messages/{id}/events',
      summary: 'What happened to a message, in order',
      reply: z.array(LogEvent),
    },
    ({ services, params }) => {
      const { id } = services.messages.get(params.id);
      return { data: [...services.events.all({ message: id })].map(toLogEvent) };
    },
  ),
  write(
    {
      method: 'POST',
      path: '/messages/{id}/read',
      summary: 'Mark a message as read, or as unread with {"read": false}',
      body: ReadInput,
      bodyOptional: true,
      reply: MessageSummary,
    },
    ({ services, params, body }) => ({ data: toSummary(services.messages.markRead(params.id, body.read)) }),
  ),
  write(
    {
      method: 'DELETE',
      path: '/messages/{id}',
      summary: 'Delete a message; the stats of its campaign stay',
      query: z.strictObject(undoFields),
      reply: Removed,
    },
    async ({ services: { messages }, params, query: { undo } }) => ({
      data: await messages.removeMatching({ ids: [messages.get(params.id).id] }, undo),
    }),
  ),
  write(
    {
      method: 'POST',
      path: '/messages/read',
      summary: 'Mark all mail, or all that matches, as read, or as unread with {"read": false}',
      query: FilterQuery,
      body: ReadInput,
      bodyOptional: true,
      reply: z.object({ marked: z.int() }),
    },
    async ({ services, query, body }) => ({
      data: { marked: await services.messages.markMatching(query, body.read) },
    }),
  ),
  write(
    {
      method: 'DELETE',
      path: '/messages',
      summary:
        'Delete all mail, or all that matches; stats stay. With `undo`, a time up to a minute, it can be restored for so long',
      query: RemovalQuery,
      reply: Removed,
    },
    async ({ services: { messages }, query: { undo, ...filter } }) => ({
      data: await messages.removeMatching(filter, undo),
    }),
  ),
  write(
    {
      method: 'POST',
      path: '/messages/restore',
      summary:
        'Bring back what was deleted, by the `undo` of that answer; `pruned` of it goes at once, where there would be more mail than is kept',
      body: z.strictObject({ undo: z.string() }),
      reply: z.object({ restored: z.int(), pruned: z.int() }),
    },
    async ({ services, body }) => ({ data: await services.messages.restore(body.undo) }),
  ),
];
