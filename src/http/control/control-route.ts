import { route } from '../routing/route.js';
import type { Handle, Method, Route, RouteSpec } from '../routing/route.js';

/** A control route asks for no key, counts against no limit, and stands in no reference of Maildrone. */
const control = { permission: null, documented: false } as const;

type ControlSpec<Path extends string, Q, B, R> = Omit<
  RouteSpec<Path, Q, B, R>,
  'method' | 'access' | keyof typeof control
>;
type ReadSpec<Path extends string, Q, R> = Omit<ControlSpec<Path, Q, undefined, R>, 'body'>;
type WriteSpec<Path extends string, Q, B, R> = ControlSpec<Path, Q, B, R> & {
  method: Exclude<Method, 'GET'>;
};

/** A row of the control API that changes nothing: a GET. */
export const read = <Path extends string, Q = undefined, R = unknown>(
  spec: ReadSpec<Path, Q, R>,
  handle: Handle<Path, Q, undefined, R>,
): Route => route({ ...control, method: 'GET', access: 'read', ...spec }, handle);

/** A row of the control API that changes something; its answer goes out when the change is on disk. */
export const write = <Path extends string, Q = undefined, B = undefined, R = unknown>(
  spec: WriteSpec<Path, Q, B, R>,
  handle: Handle<Path, Q, B, R>,
): Route => route({ ...control, access: 'write', ...spec }, handle);
