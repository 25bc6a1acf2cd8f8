import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { Permission } from '../../contract/key.js';
import type { Access } from '../../core/access/rate-limit.js';
import type { EmulatorApi, Services } from '../../core/services.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Bytes as they are, in place of the envelope: html, raw mail, attachments. */
export interface BytesReply {
  bytes: Buffer | string;
  type: string;
  headers?: Record<string, string>;
}

/** A file that is made as it goes out. */
export interface StreamReply {
  stream: AsyncIterable<string | Uint8Array>;
  type: string;
  headers?: Record<string, string>;
}

/** What a handler answers. `meta` is added to that of the envelope. */
export interface DataReply<T = unknown> {
  status?: 200 | 201 | 503;
  data: T;
  meta?: object;
}

export type Reply<T = unknown> = DataReply<T> | BytesReply | StreamReply;

/** The names of a path's parameters: `contact_id` of `/contacts/{contact_id}`. */
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** The parameters of a path, decoded. Handlers look them up: what no thing has is a 404. */
export type ParamsOf<Path extends string> = Readonly<Record<NamesIn<Path>, string>>;

export interface Call<Path extends string, Q, B> {
  /** The workspace that is meant. */
  services: Services;
  emulator: EmulatorApi;
  params: ParamsOf<Path>;
  query: Q;
  body: B;
  request: IncomingMessage;
  /** The body of a `streamed` route as it comes in; throws a 400 where it is more than allowed. */
  stream(): AsyncIterable<Buffer>;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
}

/** One row of the route table: what a route is, and the few lines that answer it. */
export interface RouteSpec<Path extends string, Q, B, R> {
  method: Method;
  /** As in OpenAPI: `/contacts/{contact_id}`. */
  path: Path;
  summary: string;
  /** What a key must hold; null where any caller may come (the control API). */
  permission: Permission | null;
  access: Access;
  /** False for what the reference does not document. */
  documented: boolean;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /**
   * Fields that the object has when it is read and that a body of this call does not change, as dotted paths: passed over
   * with a warning, also with --strict.
   */
  idle?: readonly string[];
  /** Whether an absent body counts as `{}`. */
  bodyOptional?: boolean;
  /** Most bytes of a body; 1 MiB unless given. */
  maxBody?: number;
  /** The handler reads the body itself, by `stream` of the call. */
  streamed?: boolean;
  /** Schema of `data`; null for bytes. */
  reply: z.ZodType<R> | null;
  /** What bytes are: their media types and, for JSON, their schema. Any type unless given. */
  bytes?: { types: readonly string[]; schema?: z.ZodType };
  /** Bytes that the answer may come to; where they are many it waits until others have been read. Small unless given. */
  weight?: (call: Call<Path, Q, B>) => number;
  /** Status of success, 200 unless given. */
  status?: 200 | 201;
  /** Whether `data` is a list with page numbers or a cursor in `meta`. */
  list?: 'pages' | 'cursor';
}

export type Handle<Path extends string, Q, B, R> = (call: Call<Path, Q, B>) => Reply<R> | Promise<Reply<R>>;

/** A route with its types forgotten, as the tables hold it. */
export interface Route extends RouteSpec<string, unknown, unknown, unknown> {
  handle(call: Call<string, unknown, unknown>): Reply | Promise<Reply>;
}

/** Makes a row of the route table. Path and schemas decide the types that the handler sees. */
export function route<Path extends string, Q = undefined, B = undefined, R = unknown>(
  spec: RouteSpec<Path, Q, B, R>,
  handle: Handle<Path, Q, B, R>,
): Route {
  const { weight, ...rest } = spec;
  return {
    ...rest,
    ...(weight && { weight: (call) => weight(call as Call<Path, Q, B>) }),
    handle: (call) => handle(call as Call<Path, Q, B>),
  };
}
