import { onTestFinished } from 'vitest';
import type { CountedMeta, Failure, PageMeta, Success } from '../../src/contract/envelope.js';
import type { ErrorCode } from '../../src/contract/errors.js';
import { startEmulator } from '../../src/index.js';
import type { Connection, EmulatorHandle, EmulatorOptions } from '../../src/index.js';
import { requireDescribed } from './answers-check.js';

/** An emulator of its own for one test, on free ports and in memory, stopped when the test is over. */
export async function useEmulator(options: EmulatorOptions = {}): Promise<EmulatorHandle> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  return emulator;
}

export interface Answer<T, M = PageMeta> {
  status: number;
  headers: Headers;
  /** `data` of a success; throws where the answer is an error. */
  data: T;
  meta: Success<T, M>['meta'];
  /** `error` of a failure; throws where the answer is a success. */
  error: Failure['error'] & { code: ErrorCode };
  text: string;
}

export interface Call {
  method?: string;
  body?: unknown;
  /** The body as it is, in place of JSON of `body`. */
  raw?: string | Uint8Array<ArrayBuffer>;
  key?: string | null;
  headers?: Record<string, string>;
}

/** Calls `/v2` of an emulator with its key, unless another (or null for none) is given. */
export async function callApi<T = unknown, M = PageMeta>(
  target: Pick<Connection, 'apiUrl' | 'apiKey'>,
  path: string,
  { method = 'GET', body, raw, key = target.apiKey, headers = {} }: Call = {},
): Promise<Answer<T, M>> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${target.apiUrl}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      ...(payload === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  const isOurs = isJson && method !== 'OPTIONS' && !response.headers.has('x-emulator-fault');
  if (isOurs) requireDescribed(target.apiUrl, { method, path, status: response.status, body: text });
  const parsed = (): Success<T, M> | Failure => JSON.parse(text) as Success<T, M> | Failure;
  const fail = (): never => {
    throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
  };
  return {
    status: response.status,
    headers: response.headers,
    text,
    get data() {
      const answer = parsed();
      return answer.success ? answer.data : fail();
    },
    get meta() {
      return parsed().meta as Success<T, M>['meta'];
    },
    get error() {
      const answer = parsed();
      return answer.success ? fail() : answer.error;
    },
  };
}

/** Calls the control API of the default workspace, or of the one that the headers name. */
export const callControl = <T = unknown>(target: Pick<Connection, 'url'>, path: string, call: Call = {}) =>
  callApi<T, CountedMeta>({ apiUrl: `${target.url}/_emulator`, apiKey: '' }, path, { key: null, ...call });
