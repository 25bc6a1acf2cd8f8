import * as z from 'zod';
import { ApiKey, KeyInput, toApiKey } from '../../contract/key.js';
import { route } from '../routing/route.js';
import { byId } from './messages.js';

const open = { permission: null, access: 'read', documented: false } as const;
const change = { permission: null, access: 'write', documented: false } as const;

export const keyRoutes = [
  route(
    { ...open, method: 'GET', path: '/keys', summary: 'The keys of the workspace', reply: z.array(ApiKey) },
    ({ services }) => ({ data: services.keys.list().map(toApiKey) }),
  ),
  route(
    {
      ...change,
      method: 'POST',
      path: '/keys',
      summary: 'Make a key, with all permissions unless some are named; it is shown this once',
      body: KeyInput,
      bodyOptional: true,
      reply: ApiKey.extend({ key: z.string() }),
      status: 201,
    },
    ({ services, body }) => {
      const { record, key } = services.keys.create(body);
      return { data: { ...toApiKey(record), key } };
    },
  ),
  route(
    {
      ...change,
      method: 'DELETE',
      path: '/keys/{id}',
      summary: 'Revoke a key',
      params: byId,
      reply: ApiKey,
    },
    ({ services, params }) => ({ data: toApiKey(services.keys.revoke(params.id)) }),
  ),
];

export const smtpRoutes = [
  route(
    {
      ...open,
      method: 'GET',
      path: '/smtp/sessions',
      summary: 'Transcripts of SMTP sessions, newest first',
      reply: z.array(z.unknown()),
    },
    ({ services, emulator }) => ({ data: emulator.transcripts(services.id) }),
  ),
];
