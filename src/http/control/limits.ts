import { Limits, LimitsInput } from '../../contract/limits.js';
import { given } from '../../contract/patch.js';
import type { Access, RateLimitState } from '../../core/access/rate-limit.js';
import { windowMs } from '../../core/access/rate-limit.js';
import type { Services } from '../../core/services.js';
import { read, write } from './control-route.js';

const useOf = ({ limit, remaining, reset }: RateLimitState) => ({
  used: limit - remaining,
  remaining,
  reset,
});

function limitsOf({ limits, limiter, quota, keys }: Services): Limits {
  const { mode, read, write, monthly_quota } = limits.current();
  const usable = keys.list().filter(({ revoked_at }) => revoked_at === null);
  const use = (id: string, access: Access) => useOf(limiter.peek(id, access));
  return {
    mode,
    read,
    write,
    window_seconds: windowMs / 1000,
    monthly_quota,
    quota_used: quota.used(),
    keys: usable.map(({ id, name }) => ({ id, name, read: use(id, 'read'), write: use(id, 'write') })),
  };
}

export const limitRoutes = [
  read(
    {
      path: '/limits',
      summary: 'The limits in force, and what is used of them',
      reply: Limits,
    },
    ({ services }) => ({ data: limitsOf(services) }),
  ),
  write(
    {
      method: 'PUT',
      path: '/limits',
      summary: 'Change limits, also for later starts on the same data; what is absent stays',
      body: LimitsInput,
      reply: Limits,
    },
    ({ services, body }) => {
      services.limits.change(given(body));
      return { data: limitsOf(services) };
    },
  ),
];
