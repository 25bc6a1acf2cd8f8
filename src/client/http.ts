import type { Failure, Success } from '../contract/envelope.js';
import type { ErrorCode, ErrorDetails } from '../contract/errors.js';

/** An answer of the emulator that says no. */
export class EmulatorError extends Error {
  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails,
  ) {
    super(message);
    this.name = 'EmulatorError';
  }
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
}

/** Calls the control API of one workspace. */
export interface ControlClient {
  call<T>(path: string, options?: CallOptions): Promise<T>;
  /** As `call`, with `meta` too. */
  whole<T, M = unknown>(path: string, options?: CallOptions): Promise<Success<T, M>>;
  bytes(path: string): Promise<Buffer>;
}

const search = (query: CallOptions['query'] = {}): string => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
};

/** `url` is that of the emulator, without a path. Rejects with an EmulatorError where the answer is an error. */
export function createControlClient(url: string, workspace: string): ControlClient {
  const base = `${url.replace(/\/+$/, '')}/_emulator`;
  const headers = { 'X-Emulator-Workspace': workspace };

  async function request(path: string, { method = 'GET', query, body }: CallOptions = {}): Promise<Response> {
    const response = await fetch(`${base}${path}${search(query)}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    const { error } = (await response.json()) as Failure;
    throw new EmulatorError(response.status, error.code, error.message, error.details);
  }
  const whole = async <T, M>(path: string, options?: CallOptions) =>
    (await (await request(path, options)).json()) as Success<T, M>;
  return {
    whole,
    call: async <T>(path: string, options?: CallOptions) => (await whole<T, unknown>(path, options)).data,
    bytes: async (path) => Buffer.from(await (await request(path)).arrayBuffer()),
  };
}
