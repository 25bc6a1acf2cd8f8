import * as z from 'zod';
import { SnapshotInfo } from '../../contract/snapshot.js';
import { route } from '../routing/route.js';

const change = { permission: null, access: 'write', documented: false } as const;
// The service checks it, so that a name that is none is a 400 wherever it comes from.
const params = z.object({ name: z.string() });

export const snapshotRoutes = [
  route(
    {
      method: 'GET',
      path: '/snapshots',
      summary: 'The snapshots of the workspace, by name',
      permission: null,
      access: 'read',
      documented: false,
      reply: z.array(SnapshotInfo),
    },
    async ({ services }) => ({ data: await services.snapshots.list() }),
  ),
  route(
    {
      ...change,
      method: 'PUT',
      path: '/snapshots/{name}',
      summary: 'Keep the whole state under a name, the clock included, in place of what had the name',
      params,
      body: z.strictObject({}),
      bodyOptional: true,
      reply: SnapshotInfo,
    },
    async ({ services, params: { name } }) => ({ data: await services.snapshots.save(name) }),
  ),
  route(
    {
      ...change,
      method: 'POST',
      path: '/snapshots/{name}/restore',
      summary: 'Go back to a snapshot; what is under way ends with the state that is left',
      params,
      body: z.strictObject({}),
      bodyOptional: true,
      reply: SnapshotInfo,
    },
    async ({ services, params: { name } }) => ({ data: await services.snapshots.restore(name) }),
  ),
  route(
    {
      ...change,
      method: 'DELETE',
      path: '/snapshots/{name}',
      summary: 'Delete a snapshot',
      params,
      reply: z.object({ name: z.string(), deleted: z.literal(true) }),
    },
    async ({ services, params: { name } }) => {
      await services.snapshots.remove(name);
      return { data: { name, deleted: true as const } };
    },
  ),
];
