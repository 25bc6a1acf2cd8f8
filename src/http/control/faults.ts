import * as z from 'zod';
import { CreatedFault, FaultInput } from '../../contract/fault.js';
import type { Fault } from '../../contract/fault.js';
import type { Services } from '../../core/services.js';
import { faultWarnings } from './fault-warnings.js';
import { deleted, deletedReply } from '../routing/deleted.js';
import { read, write } from './control-route.js';
import { DeletedCount } from './fields.js';

const withWarnings =
  ({ behaviour }: Pick<Services, 'behaviour'>) =>
  (fault: Fault): CreatedFault => ({ ...fault, warnings: faultWarnings(fault, behaviour.strict) });

export const faultRoutes = [
  read(
    {
      path: '/faults',
      summary:
        'The faults in force, in the order in which they are tried; `warnings` say why one can never apply',
      reply: z.array(CreatedFault),
    },
    ({ services }) => ({ data: services.faults.list().map(withWarnings(services)) }),
  ),
  write(
    {
      method: 'POST',
      path: '/faults',
      summary:
        'Add a fault to calls of /v2 or to SMTP sessions, the first that matches is injected; `warnings` say why a rule can never apply',
      body: FaultInput,
      reply: CreatedFault,
      status: 201,
    },
    ({ services, body }) => ({ data: withWarnings(services)(services.faults.add(body)) }),
  ),
  write(
    {
      method: 'DELETE',
      path: '/faults',
      summary: 'Remove all faults',
      reply: DeletedCount,
    },
    ({ services }) => ({ data: { deleted: services.faults.clear() } }),
  ),
  write(
    {
      method: 'DELETE',
      path: '/faults/{id}',
      summary: 'Remove a fault',
      reply: deletedReply(z.string()),
    },
    ({ services, params }) => {
      services.faults.remove(params.id);
      return deleted(params.id);
    },
  ),
];
