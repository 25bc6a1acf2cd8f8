import { Limits, LimitsInput } from '../../contract/limits.js';
import type { Access, RateLimitState } from '../../core/access/rate-limit.js';
import { windowMs } from '../../core/access/rate-limit.js';
import type { Services } from '../../core/services.js';
import { route } from '../routing/route.js';

const useOf = ({ limit, remaining, reset }: RateLimitState) => ({
  used: limit - remaining,
  remaining,
  reset,
});

function limitsFaceOf({ limits, limiter, quota, keys }: Services): Limits {
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
  route(
    {
      method: 'GET',
      path: '/limits',
      summary: 'The limits in force, and what is used of them',
      permission: null,
      access: 'read',
      documented: false,
      reply: Limits,
    },
    ({ services }) => ({ data: limitsFaceOf(services) }),
  ),
  route(
    {
      method: 'PUT',
      path: '/limits',
      summary: 'Change limits until the emulator stops; what is absent stays',
      permission: null,
      access: 'write',
      documented: false,
      body: LimitsInput,
      reply: Limits,
    },
    ({ services, body }) => {
      const current = services.limits.current();
      services.limits.change({
        mode: body.mode ?? current.mode,
        read: body.read ?? current.read,
        write: body.write ?? current.write,
        monthly_quota: body.monthly_quota === undefined ? current.monthly_quota : body.monthly_quota,
      });
      return { data: limitsFaceOf(services) };
    },
  ),
];
