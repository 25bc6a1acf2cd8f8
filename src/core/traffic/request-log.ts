import type { ApiCall, CallMark } from '../../contract/request.js';
import { notFound } from '../../contract/errors.js';
import { compilePath } from '../../contract/web/path-pattern.js';
import { waitFor } from '../time/wait.js';
import type { WaitDeps } from '../time/wait.js';
import type { Waiter } from '../ports/wait.js';

/** Which calls; what is absent matches all. */
export interface ApiCallFilter {
  method?: string | undefined;
  /** A part of the path, or a pattern of the whole where it has a `*`. */
  path?: string | undefined;
  /** `404`, or `4xx` for the whole class. */
  status?: string | undefined;
  /** The id of a key. */
  key?: string | undefined;
  is?: CallMark | undefined;
  /** The id of a call: those after it, which is all where the log no longer has it. */
  after?: string | undefined;
}

/** The log of the last calls of `/v2`, in memory. */
export interface Requests extends Waiter {
  /** Starts to measure a call; answers how long it took so far, in real milliseconds. */
  stopwatch(): () => number;
  add(call: ApiCall): void;
  /** Calls the listener with each call that is added, until the answered function is called. */
  onCall(listener: (call: ApiCall) => void): () => void;
  /** Adds a warning to the newest call whose answer names an id: what it made has a fault that shows later. */
  warn(id: string, warning: string): void;
  /** Newest first, from after the call `cursor` on. */
  list(filter: ApiCallFilter, cursor?: string): ApiCall[];
  get(id: string): ApiCall;
  /** Forgets all calls. Answers how many there were. */
  clear(): number;
}

const kept = 1000;

const isMarked: Record<CallMark, (call: ApiCall) => boolean> = {
  error: ({ status }) => status === null || status >= 400,
  warning: ({ warnings }) => warnings.length > 0,
  undocumented: ({ undocumented }) => undocumented,
};

function matches({ method, path, status, key, is }: ApiCallFilter): (call: ApiCall) => boolean {
  const pattern = path?.includes('*') ? compilePath(path) : null;
  const hasPath = (call: ApiCall) =>
    path === undefined || (pattern ? pattern.matches(call.path) : call.path.includes(path));
  const hasStatus = ({ status: got }: ApiCall) =>
    status === undefined ||
    (status.endsWith('xx') ? String(got).startsWith(status.slice(0, 1)) : String(got) === status);
  return (call) =>
    (method === undefined || call.method === method.toUpperCase()) &&
    (key === undefined || call.key?.id === key) &&
    (is === undefined || isMarked[is](call)) &&
    hasPath(call) &&
    hasStatus(call);
}

export function createRequests({ timers, ended }: Pick<WaitDeps, 'timers' | 'ended'>): Requests {
  let calls: ApiCall[] = [];
  const listeners = new Set<(call: ApiCall) => void>();
  const onCall = (listener: (call: ApiCall) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    stopwatch() {
      const started = timers.now();
      return () => timers.now() - started;
    },
    add(call) {
      calls.push(call);
      if (calls.length > kept) calls.shift();
      for (const listener of listeners) listener(call);
    },
    warn(id, warning) {
      const at = calls.findLastIndex(({ response }) => response.body?.includes(id));
      const call = calls[at];
      if (call) calls[at] = { ...call, warnings: [...call.warnings, warning] };
    },
    list({ after, ...filter }, cursor) {
      const begin = after === undefined ? 0 : calls.findIndex(({ id }) => id === after) + 1;
      const end = cursor === undefined ? calls.length : calls.findIndex(({ id }) => id === cursor);
      return calls.slice(begin, Math.max(0, end)).reverse().filter(matches(filter));
    },
    get(id) {
      const call = calls.find((each) => each.id === id);
      if (!call) throw notFound('request', id);
      return call;
    },
    clear() {
      const { length } = calls;
      calls = [];
      return length;
    },
    onCall,
    waitFor: (wait) => waitFor({ timers, subscribe: onCall, ended }, wait),
  };
}
