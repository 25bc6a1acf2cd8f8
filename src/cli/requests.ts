import type { Command } from 'commander';
import type { RequestMatch, RequestsClient } from '../client/connection.js';
import { EmulatorError } from '../client/errors.js';
import { waitBounds } from '../contract/message-wait.js';
import { problemsOf } from '../contract/request.js';
import type { ApiCall } from '../contract/request.js';
import { shownJson } from '../contract/text/shown-text.js';
import { given } from '../contract/patch.js';
import { limit } from './option-values.js';
import { stdout } from './output.js';
import { commandGroup, paintOf, remoteCommand, remotely, shownData } from './remote.js';
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

/** Resolves when there is a match, or after a while. */
const next = (requests: RequestsClient, match: RequestMatch): Promise<unknown> =>
  requests.waitFor(match, { timeout: waitBounds.timeout.most }).catch((error: unknown) => {
    // None came in time. A workspace that is gone is a 404 as well: the list that is asked for next says so.
    if (!(error instanceof EmulatorError) || error.status !== 404) throw error;
  });

/** Prints each call that comes from now on, until the command is ended. Rejects where the output cannot be written. */
async function follow(requests: RequestsClient, match: RequestMatch, json: boolean): Promise<never> {
  let [newest] = await requests.list({ limit: 1 });
  for (;;) {
    const later = given({ ...match, after: newest?.id });
    await next(requests, later);
    const fresh: ApiCall[] = [];
    for await (const call of requests.all(later)) fresh.push(call);
    newest = fresh[0] ?? newest;
    for (const call of fresh.reverse()) {
      const line = json ? shownJson(call) : cells(shownData(call), paintOf()).join('  ').trimEnd();
      stdout.write(`${line}\n`);
    }
    await stdout.written();
  }
}

type Options = RequestMatch & { limit: number; follow?: boolean; json?: boolean };

/** `requests`: the calls of `/v2`. */
export const requestsCommand = (): Command =>
  commandGroup('requests', 'the calls of the API').addCommand(list());

const list = (): Command =>
  remoteCommand('list', 'list the last calls, newest first')
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
