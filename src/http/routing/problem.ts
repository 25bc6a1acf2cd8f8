import { AppError, errorTable } from '../../contract/errors.js';
import type { Failure } from '../../contract/envelope.js';
import type { RequestId } from '../../contract/ids.js';

export interface Problem {
  status: number;
  error: Failure['error'];
}

/** The HTTP side of the one table of errors. A defect of ours says nothing of itself to the caller. */
export function problemOf(error: unknown): Problem {
  const known =
    error instanceof AppError
      ? error
      : new AppError('INTERNAL_SERVER_ERROR', 'The emulator failed to answer; its console says why');
  const { code, message, details } = known;
  return { status: errorTable[code].status, error: { code, message, details } };
}

/** An error as `/v2` answers it: the statuses of the reference have no 503. */
export const asDocumented = (error: unknown): unknown =>
  error instanceof AppError && error.code === 'NOT_READY'
    ? new AppError('INTERNAL_SERVER_ERROR', error.message, error.details)
    : error;

/** The documented error body. */
export const failure = (error: Failure['error'], timestamp: string, request_id: RequestId): Failure => ({
  success: false,
  error,
  meta: { timestamp, request_id },
});
