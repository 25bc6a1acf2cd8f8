import { PlayInput, PlayState, usualPlaySpeed } from '../../contract/play.js';
import { read, write } from './control-route.js';

export const playRoutes = [
  read(
    {
      path: '/play',
      summary: "Whether the workspace's own people act on its clock",
      reply: PlayState,
    },
    ({ services }) => ({ data: services.play.state() }),
  ),
  write(
    {
      method: 'POST',
      path: '/play',
      summary:
        "Let the workspace's own people act on its clock, drawn from its seed: sign-ups, orders, newsletters, calls of an application",
      body: PlayInput,
      bodyOptional: true,
      reply: PlayState,
    },
    async ({ services, body }) => ({ data: await services.play.start(body.speed ?? usualPlaySpeed) }),
  ),
  write(
    {
      method: 'DELETE',
      path: '/play',
      summary: 'Let nobody act any more; the clock runs as before',
      reply: PlayState,
    },
    async ({ services }) => ({ data: await services.play.stop() }),
  ),
];
