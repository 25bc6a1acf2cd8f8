import * as z from 'zod';
import { LogEvent, toLogEvent } from '../../contract/event.js';
import { wholeNumber } from '../../contract/fields.js';
import { Message, MessageStatus, MessageSummary, toSummary } from '../../contract/message.js';
import { IsoTime } from '../../contract/time.js';
import { waitForMessages } from '../../core/inbox/wait-for-messages.js';
import { route } from '../routing/route.js';
import { fromCursor, toCursor } from './cursor.js';

export const byId = z.object({ id: z.string() });
const text = z.string().max(500, { error: 'Expected at most 500 characters' }).optional();

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

const ListQuery = FilterQuery.extend({
  limit: wholeNumber(1, 500).default(50),
  cursor: z.string().optional(),
});

export const waitFields = {
  count: wholeNumber(1, 500).default(1),
  timeout: wholeNumber(0, 60_000).default(5000),
};
const WaitQuery = FilterQuery.extend(waitFields);

const open = { permission: null, access: 'read', documented: false } as const;
const change = { permission: null, access: 'write', documented: false } as const;
const Removed = z.object({ deleted: z.int() });

export const messageRoutes = [
  route(
    {
      ...open,
      method: 'GET',
      path: '/messages',
      summary:
        'Mail, newest first; meta.total is exact where meta.total_exact is true, else at least that many match',
      query: ListQuery,
      reply: z.array(MessageSummary),
      list: 'cursor',
    },
    async ({ services, query: { limit, cursor, ...filter } }) => {
      const after = cursor === undefined ? undefined : fromCursor(cursor);
      const { rows, next, ...counted } = await services.messages.list(filter, limit, after);
      return { data: rows.map(toSummary), meta: { ...counted, limit, next_cursor: next && toCursor(next) } };
    },
  ),
  route(
    {
      ...open,
      method: 'GET',
      path: '/messages/wait',
      summary: 'Whole messages, as soon as enough match; a 404 that names the nearest misses otherwise',
      query: WaitQuery,
      reply: z.array(Message),
    },
    async ({ services, signal, query: { count, timeout, ...filter } }) => ({
      data: await waitForMessages(services, filter, { count, timeout, signal }),
    }),
  ),
  route(
    {
      ...open,
      method: 'GET',
      path: '/messages/{id}',
      summary: 'A whole message',
      params: byId,
      reply: Message,
    },
    async ({ services, params }) => ({ data: await services.messages.whole(params.id) }),
  ),
  route(
    {
      ...open,
      method: 'GET',
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
  route(
    {
      ...change,
      method: 'POST',
      path: '/messages/{id}/read',
      summary: 'Mark a message as read, or as unread with {"read": false}',
      params: byId,
      body: z.strictObject({ read: z.boolean().default(true) }),
      bodyOptional: true,
      reply: MessageSummary,
    },
    ({ services, params, body }) => ({ data: toSummary(services.messages.markRead(params.id, body.read)) }),
  ),
  route(
    {
      ...change,
      method: 'DELETE',
      path: '/messages/{id}',
      summary: 'Delete a message; the stats of its campaign stay',
      params: byId,
      reply: Removed,
    },
    async ({ services, params }) => ({ data: { deleted: await services.messages.remove([params.id]) } }),
  ),
  route(
    {
      ...change,
      method: 'DELETE',
      path: '/messages',
      summary: 'Delete all mail; stats stay',
      reply: Removed,
    },
    async ({ services }) => ({ data: { deleted: await services.messages.removeAll() } }),
  ),
];
