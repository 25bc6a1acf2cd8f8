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

/** Nothing answers at the URL, or something that is no emulator. */
export class NoEmulatorError extends Error {
  constructor(url: string, reason: string) {
    super(`No emulator answers at ${url} (${reason}). Start one with: npx maildrone-emulator`);
    this.name = 'NoEmulatorError';
  }
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
}

interface RequestOptions extends CallOptions {
  upload?: Upload;
}

/** Calls the control API of one workspace. */
export interface ControlClient {
  call<T>(path: string, options?: CallOptions): Promise<T>;
  /** As `call`, with `meta` too. */
  whole<T, M = unknown>(path: string, options?: CallOptions): Promise<Success<T, M>>;
  bytes(path: string): Promise<Bytes>;
  /** Bytes as they come in. */
  stream(path: string): Promise<AsyncIterable<Uint8Array>>;
  /** Sends bytes as they are. */
  upload<T>(path: string, bytes: Upload, options?: Pick<CallOptions, 'query'>): Promise<T>;
}

/** A `Buffer` where the types of Node are there, a `Uint8Array` for others. */
export type Bytes = typeof globalThis extends { Buffer: { alloc(size: number): infer B } } ? B : Uint8Array;
export type Upload = string | Uint8Array | AsyncIterable<Uint8Array>;

const search = (query: CallOptions['query'] = {}): string => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
};

const reasonOf = (error: unknown): string => {
  const { cause, message } = error as Error;
  if (!(cause instanceof Error)) return message;
  return cause.message || String((cause as NodeJS.ErrnoException).code);
};

/** What is still to come needs `duplex`, which fetch asks for. */
function bodyOf(sent: Upload) {
  if (typeof sent === 'string') return { body: sent };
  const pieces: Iterator<Uint8Array, void> | AsyncIterator<Uint8Array, void> =
    sent instanceof Uint8Array ? [sent].values() : sent[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    // Ends the body's source, so that a file that is read for it is closed.
    cancel: async () => void (await pieces.return?.()),
  });
  return { body, duplex: 'half' as const };
}

async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

export interface ControlTarget {
  /** Where the emulator is, without a path. */
  url: string;
  /** `user:pass`; null where the emulator asks for none. */
  login: string | null;
  workspace: string;
}

/** Calls reject with an EmulatorError where the answer is an error, with a NoEmulatorError where there is none. */
export function createControlClient({ url: base, login, workspace }: ControlTarget): ControlClient {
  const headers = {
    'X-Emulator-Workspace': workspace,
    ...(login === null ? {} : { Authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
  };

  async function request(
    path: string,
    { method = 'GET', query, body, upload }: RequestOptions = {},
  ): Promise<Response> {
    const sent = upload ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${base}/_emulator${path}${search(query)}`, {
      method,
      headers: { ...headers, ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(sent === undefined ? {} : bodyOf(sent)),
    }).catch((error: unknown) => {
      throw new NoEmulatorError(base, reasonOf(error));
    });
    if (!response.headers.has('X-Maildrone-Emulator')) {
      throw new NoEmulatorError(base, `something else answered ${response.status}`);
    }
    if (response.ok) return response;
    if (response.status === 401) {
      throw new EmulatorError(401, 'AUTHENTICATION_FAILED', loginNeeded, {});
    }
    const { error } = (await response.json()) as Failure;
    throw new EmulatorError(response.status, error.code, error.message, error.details);
  }
  const whole = async <T, M>(path: string, options?: CallOptions) =>
    (await (await request(path, options)).json()) as Success<T, M>;
  return {
    whole,
    call: async <T>(path: string, options?: CallOptions) => (await whole<T, unknown>(path, options)).data,
    stream: async (path) => {
      const { body } = await request(path);
      if (!body) throw new Error('The emulator answered nothing');
      return piecesOf(body);
    },
    upload: async <T>(path: string, upload: Upload, { query = {} }: Pick<CallOptions, 'query'> = {}) => {
      const response = await request(path, { method: 'POST', query, upload });
      return ((await response.json()) as Success<T>).data;
    },
    bytes: async (path) => Buffer.from(await (await request(path)).arrayBuffer()),
  };
}

const loginNeeded =
  'The emulator asks for user and password: expected a URL such as http://user:pass@localhost:8025';
