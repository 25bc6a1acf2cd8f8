import { AppError } from '../../contract/errors.js';
import type { ApiCall } from '../../contract/request.js';
import type { Wait } from '../ports/wait.js';
import type { ApiCallFilter, Requests } from './request-log.js';

const mostNamed = 10;

/** Calls as soon as enough match. Throws a 404 that names the latest ones when the time is up. */
export async function waitForRequests(
  requests: Pick<Requests, 'list' | 'waitFor'>,
  filter: ApiCallFilter,
  { count, timeout, signal }: Wait,
): Promise<ApiCall[]> {
  const find = () => {
    const found = requests.list(filter);
    return found.length >= count ? found.slice(0, count) : null;
  };
  const calls = await requests.waitFor({ timeout, signal, find });
  if (calls) return calls;
  const latest = requests.list({}).slice(0, mostNamed);
  throw new AppError('RESOURCE_NOT_FOUND', `Fewer than ${count} matching calls within ${timeout} ms`, {
    field: 'count',
    issue: 'Expected more matching calls',
    called: latest.map(({ method, path, status }) => `${method} ${path} ${status ?? 'unanswered'}`),
  });
}
