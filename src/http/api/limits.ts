import { AppError } from '../../contract/errors.js';
import type { RateLimitState } from '../../core/access/rate-limit.js';
import type { Caller } from './caller.js';
import type { AnswerHeaders, Exchange } from '../routing/exchange.js';
import type { Route } from '../routing/route.js';

function setLimitHeaders(headers: AnswerHeaders, state: RateLimitState) {
  headers['X-RateLimit-Limit'] = state.limit;
  headers['X-RateLimit-Remaining'] = state.remaining;
  headers['X-RateLimit-Reset'] = state.reset;
}

/** Counts the call; refuses it over the limit when limits are enforced, and only warns when they are observed. */
export function applyLimit(exchange: Exchange, { services, key }: Caller, route: Route): void {
  const { mode } = services.limits.current();
  if (mode === 'off' || !key) return;
  const state = services.limiter.take(key.id, route.access);
  setLimitHeaders(exchange.headers, state);
  if (state.allowed) return;
  const limit = `${state.limit} ${route.access} requests per hour`;
  if (mode === 'observe') {
    exchange.warnings.push(`over the limit of ${limit}; --rate-limits enforce would refuse this call`);
    return;
  }
  exchange.headers['Retry-After'] = state.retry_after;
  throw new AppError('RATE_LIMIT_EXCEEDED', `Over the limit of ${limit}`, {
    field: 'Authorization',
    issue: `Expected at most ${limit}; try again in ${state.retry_after} s`,
    retry_after: state.retry_after,
  });
}

/** Where the key stands, for the headers of an answer that does not count. */
export function showLimit({ headers, method }: Exchange, { services, key }: Caller): void {
  if (services.limits.current().mode === 'off' || !key) return;
  const access = ['GET', 'HEAD', 'OPTIONS'].includes(method) ? 'read' : 'write';
  setLimitHeaders(headers, services.limiter.peek(key.id, access));
}
