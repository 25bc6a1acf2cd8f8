import type { ErrorCode, ErrorDetails } from './errors.js';
import type { RequestId } from './ids.js';

/** `meta` of every answer; lists add their numbers to it (reference, "Response Format" and "List Contacts"). */
export interface Meta {
  /** The clock of the workspace: UTC, ISO 8601 with whole seconds. */
  timestamp: string;
  /** Such as `req_1a2b3c4d`; the request log has it too. */
  request_id: RequestId;
}

export interface PageMeta {
  total: number;
  page: number;
  limit: number;
  pages: number;
}

/** The numbers of one page of a list that goes on with a cursor. */
export interface CursorMeta {
  limit: number;
  /** Where the next page begins; null after the last. */
  next_cursor: string | null;
}

/** As `CursorMeta`, of a list whose rows are counted. */
export interface CountedMeta extends CursorMeta {
  total: number;
  /** False where a search was not counted to its end: `total` match, or more. */
  total_exact?: boolean;
}

/** The answer to a call that passed. */
export interface Success<T, M = unknown> {
  /** Always true: the call passed. */
  success: true;
  /** What was asked for. */
  data: T;
  /** When and as which request it was answered; lists add their numbers. */
  meta: Meta & M;
}

/** The answer to a call that failed. */
export interface Failure {
  /** Always false: the call failed. */
  success: false;
  /** What was wrong. */
  error: {
    /** One of the documented codes. */
    code: ErrorCode;
    /** What was wrong, in words. */
    message: string;
    /** The field and what was expected there. */
    details: ErrorDetails;
  };
  /** When and as which request it was answered. */
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
