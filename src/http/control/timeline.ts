import * as z from 'zod';
import { IsoTime } from '../../contract/time.js';
import { workspaceTimeline } from '../../core/timeline/workspace-timeline.js';
import { read } from './control-route.js';

export const timelineRoutes = [
  read(
    {
      path: '/timeline',
      summary:
        'What happened, as Markdown for a bug report or an agent: calls, mail from outside, events, attempts of webhooks; the newest 200, from the time `since` on',
      query: z.strictObject({ since: IsoTime.optional() }),
      reply: null,
      bytes: { types: ['text/markdown'] },
    },
    async ({ services, query }) => ({
      bytes: await workspaceTimeline(services, query.since),
      type: 'text/markdown; charset=utf-8',
    }),
  ),
];
