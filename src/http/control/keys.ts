import * as z from 'zod';
import { ApiKey, KeyInput, toApiKey } from '../../contract/key.js';
import { read, write } from './control-route.js';

export const keyRoutes = [
  read(
    { path: '/keys', summary: 'The keys of the workspace, newest first', reply: z.array(ApiKey) },
    ({ services }) => ({
      data: services.keys.list().map(toApiKey),
    }),
  ),
  write(
    {
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
  write(
    {
      method: 'DELETE',
      path: '/keys/{id}',
      summary: 'Revoke a key',
      reply: ApiKey,
    },
    ({ services, params }) => ({ data: toApiKey(services.keys.revoke(params.id)) }),
  ),
];
