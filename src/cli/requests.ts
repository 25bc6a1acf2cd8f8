import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import type { RequestMatch, RequestsClient } from '../client/connection.js';
import { problemsOf } from '../contract/request.js';
import type { ApiCall } from '../contract/request.js';
import { shownJson } from '../contract/shown-text.js';
import { given } from '../contract/patch.js';
import { limit } from './option-values.js';
import { stdout } from './output.js';
import { paintOf, remoteCommand, remotely, shownData } from './remote.js';
import type { Paint } from './remote.js';
import { table } from './table.js';

function cells(call: ApiCall, paint: Paint): string[] {
  const { at, method, path, query, status, duration_ms } = call;
  const shown = String(status ?? 'unanswered');
  return [
    at,
    method,
    query === '' ? path : `${path}?${query}`,
    status !== null && status < 400 ? paint.good(shown) : paint.bad(shown),
    `${Math.round(duration_ms)} ms`,
    problemsOf(call).join('; '),
  ];
}

const rows = (calls: readonly ApiCall[], paint: Paint): string =>
  calls.length === 0
    ? paint.dim('No calls')
    : table(
        ['at', 'method', 'path', 'status', 'took', 'what is wrong'],
        calls.map((call) => cells(call, paint)),
        paint,
      );

const gapMs = 500;

/** Prints each call that comes from now on, until the command is ended. */
async function follow(requests: RequestsClient, match: RequestMatch, json: boolean): Promise<never> {
  const seen = new Set((await requests.list({ limit: 500 })).map(({ id }) => id));
  for (;;) {
    const fresh = (await requests.list({ ...match, limit: 500 })).filter(({ id }) => !seen.has(id));
    for (const call of fresh.reverse()) {
      seen.add(call.id);
      const line = json ? shownJson(call) : cells(shownData(call), paintOf()).join('  ').trimEnd();
      stdout.write(`${line}\n`);
    }
    await pause(gapMs);
  }
}

type Options = RequestMatch & { limit: number; follow?: boolean; json?: boolean };

/** `requests`: the calls of `/v2`. */
export const requestsCommand = (): Command =>
  remoteCommand('requests', 'list the last calls of the API, newest first')
    .option('--method <method>', 'such as POST')
    .option('--path <path>', 'a part of the path, or a pattern with * and **')
    .option('--status <status>', 'such as 404, or 4xx')
    .option('--limit <n>', 'how many at most', limit, 50)
    .option('--follow', 'print the calls that come, line by line, until it is ended')
    .action(
      remotely(async ({ requests }, { method, path, status, limit: most, ...how }: Options) => {
        const match = given({ method, path, status });
        if (how.follow) return follow(requests, match, how.json === true);
        return { data: await requests.list({ ...match, limit: most }), text: rows };
      }),
    );
