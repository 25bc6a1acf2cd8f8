import { EmailInput } from '../../contract/email.js';
import { MessageSummary, toSummary } from '../../contract/message.js';
import { route } from '../routing/route.js';

export const emailRoutes = [
  route(
    {
      method: 'POST',
      path: '/emails',
      summary: 'Send one transactional mail',
      permission: 'campaigns:send',
      access: 'write',
      documented: false,
      body: EmailInput,
      maxBody: 10 * 1024 * 1024,
      reply: MessageSummary,
      status: 201,
    },
    async ({ services, body }) => ({ data: toSummary(await services.transactional.send(body)) }),
  ),
];
