import * as z from 'zod';
import { shellWord } from '../../contract/text/shell-word.js';
import { version } from '../../contract/version.js';
import type { EmulatorApi } from '../../core/services.js';
import type { Route } from '../routing/route.js';
import { read } from './control-route.js';

const Overview = z.object({
  version: z.string(),
  /** Calls to begin with, as they are typed into a shell. */
  try: z.array(z.object({ what: z.string(), call: z.string() })),
  /** Pages that say more. */
  pages: z.record(z.string(), z.string()),
  /** Every route of the control API. */
  routes: z.array(z.object({ method: z.string(), path: z.string(), summary: z.string() })),
});

function firstCalls({ http, api }: { http: string; api: string }, key: string) {
  const authorization = `-H ${shellWord(`Authorization: Bearer ${key}`)}`;
  return [
    {
      what: 'Create a contact, who is sent a welcome mail',
      call: `curl -X POST ${shellWord(`${api}/contacts`)} ${authorization} -H "Content-Type: application/json" -d '{"email": "jane@example.com", "send_welcome": true}'`,
    },
    {
      what: 'Wait for that mail',
      call: `curl ${shellWord(`${http}/_emulator/messages/wait?to=jane@example.com`)}`,
    },
    { what: 'See what happened', call: `curl ${shellWord(`${http}/_emulator/timeline`)}` },
  ];
}

function overviewOf(emulator: EmulatorApi, routes: readonly Route[]): z.output<typeof Overview> {
  const urls = emulator.urls();
  return {
    version,
    try: firstCalls(urls, emulator.exampleKey() ?? 'YOUR_API_KEY'),
    pages: {
      inbox: `${urls.http}/`,
      docs: `${urls.http}/docs/control`,
      openapi: `${urls.http}/_emulator/openapi.json`,
      api_docs: `${urls.http}/docs`,
    },
    routes: routes.map(({ method, path, summary }) => ({ method, path: `/_emulator${path}`, summary })),
  };
}

/** `routesOf` answers all routes of the table that these become a part of. */
export const overviewRoutes = (routesOf: () => readonly Route[]): Route[] => [
  read(
    {
      path: '/',
      summary: 'What there is, with the first three calls to try',
      reply: Overview,
    },
    ({ emulator }) => ({ data: overviewOf(emulator, routesOf()) }),
  ),
];
