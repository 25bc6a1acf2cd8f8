import type { IncomingMessage } from 'node:http';
import type { Failure, Success } from '../contract/envelope.js';
import { stoppedWhileWaiting } from '../contract/errors.js';
import { EmulatorError, NoEmulatorError } from './errors.js';
import { bytesOf, exchange } from './exchange.js';
import type { Upload } from './exchange.js';

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** An absent, undefined or null field is left out. */
  query?: Record<string, string | number | boolean | null | undefined>;
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

/** The global of Node, where its types are there. */
export interface BufferGlobal<B> {
  /** The class of Node. */
  Buffer: {
    /** Makes one, by which its type is known. */
    alloc(size: number): B;
  };
}
/** A `Buffer` where the types of Node are there, a `Uint8Array` for others. */
export type Bytes = typeof globalThis extends BufferGlobal<infer B> ? B : Uint8Array;

/** What the part of a path behind the name of a list is; an id unless it is here. */
const fieldsOfLists: Readonly<Record<string, readonly [field: string, kind: string]>> = {
  snapshots: ['name', 'a name'],
  suppressions: ['address', 'an address'],
};

/** Throws where an id or a name makes another path of a path: an empty one that of a list, `.` and `..` those of a URL. */
function requirePath(path: string): void {
  const [list = '', ...parts] = path.split('/').slice(1);
  const wrong = [list, ...parts].find((part) => /^\.{0,2}$/.test(part));
  if (wrong === undefined) return;
  const [field, kind] = fieldsOfLists[list] ?? ['id', 'an id'];
  const issue = `Expected ${kind} that is neither empty nor made of dots, got ${JSON.stringify(wrong)}`;
  throw new EmulatorError(400, 'INVALID_REQUEST', 'Invalid request parameters', { field, issue });
}

const search = (query: CallOptions['query'] = {}): string => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
};

/** Why nothing answered: several addresses were tried where a name has several. */
export const connectionFailureOf = (error: Error): string => {
  const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [error];
  return first?.message.split('\n')[0] || String((error as NodeJS.ErrnoException).code);
};

export interface ControlTarget {
  /** Where the emulator is, without a path. */
  url: string;
  /** `user:pass`; null where the emulator asks for none. */
  login: string | null;
  workspace: string;
  /** Whether the emulator was told to stop by this process; absent where it is another's. */
  isStopped?: (() => boolean) | undefined;
}

/** Throws where the id of a workspace cannot stand in a header. */
function requireWorkspace(id: unknown): void {
  if (typeof id === 'string' && /^[\u0021-\u007e]+$/.test(id)) return;
  const got = typeof id === 'string' ? JSON.stringify(id) : String(id);
  throw new TypeError(
    `workspace: expected the id of a workspace, such as default or ws_1a2b3c4d, got ${got}`,
  );
}

/** Calls reject with an EmulatorError where the answer is an error, with a NoEmulatorError where there is none. */
export function createControlClient(target: ControlTarget): ControlClient {
  const { url: base, login, workspace, isStopped = () => false } = target;
  requireWorkspace(workspace);
  const headers = {
    'X-Emulator-Workspace': workspace,
    ...(login === null ? {} : { Authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
  };

  async function request(
    path: string,
    { method = 'GET', query, body, upload }: RequestOptions = {},
  ): Promise<IncomingMessage> {
    requirePath(path);
    const isLate = isStopped();
    const sent = upload ?? (body === undefined ? undefined : JSON.stringify(body));
    const answer = await exchange({
      url: `${base}/_emulator${path}${search(query)}`,
      method,
      headers: { ...headers, ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }) },
      body: sent,
    }).catch((error: Error) => {
      // It had not come there yet when the emulator was stopped.
      if (isStopped() && !isLate) throw new EmulatorError(503, 'NOT_READY', stoppedWhileWaiting, {});
      throw new NoEmulatorError(base, connectionFailureOf(error));
    });
    const { statusCode: status = 0 } = answer;
    if (answer.headers['x-maildrone-emulator'] === undefined) {
      answer.destroy();
      throw new NoEmulatorError(base, `something else answered ${status}`);
    }
    if (status >= 200 && status < 300) return answer;
    const text = await read(answer);
    if (status === 401)
      throw new EmulatorError(401, 'AUTHENTICATION_FAILED', login === null ? loginNeeded : loginWrong, {});
    const { error } = parse<Failure>(text, status);
    throw new EmulatorError(status, error.code, error.message, error.details);
  }
  async function* pieces(answer: IncomingMessage): AsyncGenerator<Uint8Array, void> {
    try {
      yield* answer;
    } catch (error) {
      throw new NoEmulatorError(base, `the connection ended within the answer: ${(error as Error).message}`);
    }
  }
  const read = (answer: IncomingMessage) => bytesOf(pieces(answer));
  /** Pages of the emulator answer too, below another path than that of its control API. */
  function parse<T>(text: Buffer, status = 0): T {
    try {
      return JSON.parse(text.toString()) as T;
    } catch {
      const issue = `Expected the URL of the emulator's HTTP port, got ${base}`;
      throw new EmulatorError(status, 'RESOURCE_NOT_FOUND', 'The answer is no JSON', { field: 'url', issue });
    }
  }
  const json = async <T>(answer: IncomingMessage) => parse<T>(await read(answer), answer.statusCode);
  const whole = async <T, M>(path: string, options?: CallOptions) =>
    json<Success<T, M>>(await request(path, options));
  return {
    whole,
    call: async <T>(path: string, options?: CallOptions) => (await whole<T, unknown>(path, options)).data,
    stream: async (path) => pieces(await request(path)),
    upload: async <T>(path: string, upload: Upload, { query = {} }: Pick<CallOptions, 'query'> = {}) =>
      (await json<Success<T>>(await request(path, { method: 'POST', query, upload }))).data,
    bytes: async (path) => read(await request(path)),
  };
}

const loginNeeded =
  'The emulator asks for user and password: expected a URL such as http://user:pass@localhost:8025';

const loginWrong = 'The emulator knows another user and password than those of the URL';
