import * as z from 'zod';
import { Fault, FaultInput } from '../../contract/fault.js';
import { route } from '../routing/route.js';
import { byId } from './messages.js';

const open = { permission: null, access: 'read', documented: false } as const;
const change = { permission: null, access: 'write', documented: false } as const;

export const faultRoutes = [
  route(
    {
      ...open,
      method: 'GET',
      path: '/faults',
      summary: 'The faults in force, in the order in which they are tried',
      reply: z.array(Fault),
    },
    ({ services }) => ({ data: services.faults.list() }),
  ),
  route(
    {
      ...change,
      method: 'POST',
      path: '/faults',
      summary: 'Add a fault to calls of /v2 or to SMTP sessions; the first that matches strikes',
      body: FaultInput,
      reply: Fault,
      status: 201,
    },
    ({ services, body }) => ({ data: services.faults.add(body) }),
  ),
  route(
    {
      ...change,
      method: 'DELETE',
      path: '/faults',
      summary: 'Remove all faults',
      reply: z.object({ deleted: z.int() }),
    },
    ({ services }) => {
      const deleted = services.faults.list().length;
      services.faults.clear();
      return { data: { deleted } };
    },
  ),
  route(
    {
      ...change,
      method: 'DELETE',
      path: '/faults/{id}',
      summary: 'Remove a fault',
      params: byId,
      reply: z.object({ id: z.string(), deleted: z.literal(true) }),
    },
    ({ services, params }) => {
      services.faults.remove(params.id);
      return { data: { id: params.id, deleted: true as const } };
    },
  ),
];
