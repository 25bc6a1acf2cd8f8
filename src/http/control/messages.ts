import * as z from 'zod';
import { LogEvent, toLogEvent } from '../../contract/event.js';
import { Message, MessageStatus, MessageSummary, toSummary } from '../../contract/message.js';
import { IsoTime } from '../../contract/time.js';
import { waitForMessages } from '../../core/inbox/wait-for-messages.js';
import { read, write } from './control-route.js';
import { cursorPage, listFields, messageCursor, toMessageCursor } from './cursor.js';
import { byId, DeletedCount, filterText as text, waitFields } from './fields.js';

const FilterQuery = z.strictObject({
  q: text,
  to: text,
  from: text,
  subject: text,
  campaign: text,
  contact: text,
  status: MessageStatus.optional(),
  since: IsoTime.optional(),
});

/** Which mail is changed. An empty filter would be all of it, which is what a script with an empty variable asks for. */
const ChosenQuery = FilterQuery.superRefine((filter, context) => {
  for (const [name, value] of Object.entries(filter))
    if (typeof value === 'string' && value.trim() === '')
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'Expected a filter that is not empty: without any, all mail is meant',
      });
});

const ReadInput = z.strictObject({ read: z.boolean().default(true) });

export const messageRoutes = [
  read(
    {
      path: '/messages',
      summary:
        'Mail, newest first; meta.total is exact where meta.total_exact is true, else at least that many match',
      query: FilterQuery.extend(listFields(messageCursor)),
      reply: z.array(MessageSummary),
      list: 'cursor',
    },
    async ({ services, query: { limit, cursor, ...filter } }) => {
      const { rows, next, ...counted } = await services.messages.list(filter, limit, cursor);
      return cursorPage(rows.map(toSummary), { ...counted, limit, next: next && toMessageCursor(next) });
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
      path: '/messages/{id}',
      summary: 'A whole message',
      params: byId,
      reply: Message,
    },
    async ({ services, params }) => ({ data: await services.messages.whole(params.id) }),
  ),
  read(
    {
      path: '/messages/{id}/events',
      summary: 'What happened to a message, in order',
      params: byId,
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
      params: byId,
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
      params: byId,
      reply: DeletedCount,
    },
    async ({ services, params }) => ({ data: { deleted: await services.messages.remove([params.id]) } }),
  ),
  write(
    {
      method: 'POST',
      path: '/messages/read',
      summary: 'Mark all mail, or all that matches, as read, or as unread with {"read": false}',
      query: ChosenQuery,
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
      summary: 'Delete all mail, or all that matches; stats stay',
      query: ChosenQuery,
      reply: DeletedCount,
    },
    async ({ services: { messages }, query }) => ({
      data: {
        deleted: await (Object.keys(query).length === 0
          ? messages.removeAll()
          : messages.removeMatching(query)),
      },
    }),
  ),
];
