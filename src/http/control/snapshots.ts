import * as z from 'zod';
import { SnapshotInfo } from '../../contract/snapshot.js';
import { read, write } from './control-route.js';

// The service checks it, so that a name that is none is a 400 wherever it comes from.

export const snapshotRoutes = [
  read(
    {
      path: '/snapshots',
      summary: 'The snapshots of the workspace, newest first',
      reply: z.array(SnapshotInfo),
    },
    async ({ services }) => ({ data: await services.snapshots.list() }),
  ),
  write(
    {
      method: 'PUT',
      path: '/snapshots/{name}',
      summary: 'Keep the whole state under a name, the clock included, in place of what had the name',
      body: z.strictObject({}),
      bodyOptional: true,
      reply: SnapshotInfo,
    },
    async ({ services, params: { name } }) => ({ data: await services.snapshots.save(name) }),
  ),
  write(
    {
      method: 'POST',
      path: '/snapshots/{name}/restore',
      summary: 'Go back to a snapshot; what is under way ends with the state that is left',
      body: z.strictObject({}),
      bodyOptional: true,
      reply: SnapshotInfo,
    },
    async ({ services, params: { name } }) => ({ data: await services.snapshots.restore(name) }),
  ),
  write(
    {
      method: 'DELETE',
      path: '/snapshots/{name}',
      summary: 'Delete a snapshot',
      reply: z.object({ name: z.string(), deleted: z.literal(true) }),
    },
    async ({ services, params: { name } }) => {
      await services.snapshots.remove(name);
      return { data: { name, deleted: true as const } };
    },
  ),
];
