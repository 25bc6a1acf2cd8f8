import type { ErrorCode, ErrorDetails } from './errors.js';
import type { RequestId } from './ids.js';

/** `meta` of every answer; lists add their numbers to it (reference, "Response Format" and "List Contacts"). */
export interface Meta {
  timestamp: string;
  request_id: RequestId;
}

export interface PageMeta {
  total: number;
  page: number;
  limit: number;
  pages: number;
}

export interface CursorMeta {
  total: number;
  limit: number;
  next_cursor: string | null;
}

export interface Success<T, M = unknown> {
  success: true;
  data: T;
  meta: Meta & M;
}

export interface Failure {
  success: false;
  error: { code: ErrorCode; message: string; details: ErrorDetails };
  meta: Meta;
}

/** As `Failure`, with a code that a fault of the user's making may have chosen. */
export interface AnyFailure {
  success: false;
  error: { code: string; message: string; details: ErrorDetails };
  meta: Meta;
}

/** The numbers of one page of `total` things. */
export const pageMeta = (total: number, page: number, limit: number): PageMeta => ({
  total,
  page,
  limit,
  pages: Math.ceil(total / limit),
});
