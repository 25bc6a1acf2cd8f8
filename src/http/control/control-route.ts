import { route } from '../routing/route.js';
import type { Call, Reply, Route, RouteSpec } from '../routing/route.js';

/** A control route asks for no key, counts against no limit, and stands in no reference of Maildrone. */
const control = { permission: null, documented: false } as const;

type ControlSpec<P, Q, B, R> = Omit<RouteSpec<P, Q, B, R>, 'method' | 'access' | keyof typeof control>;
type ReadSpec<P, Q, R> = Omit<ControlSpec<P, Q, undefined, R>, 'body'>;
type WriteSpec<P, Q, B, R> = ControlSpec<P, Q, B, R> & { method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' };
type Handle<P, Q, B, R> = (call: Call<P, Q, B>) => Reply<R> | Promise<Reply<R>>;

/** A row of the control API that changes nothing: a GET. */
export const read = <P = undefined, Q = undefined, R = unknown>(
  spec: ReadSpec<P, Q, R>,
  handle: Handle<P, Q, undefined, R>,
): Route => route({ ...control, method: 'GET', access: 'read', ...spec }, handle);

/** A row of the control API that changes something; its answer goes out when the change is on disk. */
export const write = <P = undefined, Q = undefined, B = undefined, R = unknown>(
  spec: WriteSpec<P, Q, B, R>,
  handle: Handle<P, Q, B, R>,
): Route => route({ ...control, access: 'write', ...spec }, handle);
