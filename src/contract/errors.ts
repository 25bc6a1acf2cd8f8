/** One fault of a request: the dotted path of the field and what was expected there. */
export interface Issue {
  /** Its dotted path, such as `recipients.tags[0]`. */
  field: string;
  /** What was expected there. */
  issue: string;
}

/** What was wrong, for programs. */
export interface ErrorDetails {
  /** The dotted path of the first fault, such as `recipients.tags[0]`. */
  field?: string;
  /** What was expected there. */
  issue?: string;
  /** All faults where there are several. */
  issues?: Issue[];
  [more: string]: unknown;
}

/** The one table of error codes (reference, "Status Codes"): what each is over HTTP and over SMTP. */
export const errorTable = {
  INVALID_REQUEST: { status: 400, smtp: '550 5.6.0' },
  AUTHENTICATION_FAILED: { status: 401, smtp: '535 5.7.8' },
  INSUFFICIENT_PERMISSIONS: { status: 403, smtp: '550 5.7.1' },
  RESOURCE_NOT_FOUND: { status: 404, smtp: '550 5.1.1' },
  RATE_LIMIT_EXCEEDED: { status: 429, smtp: '450 4.7.1' },
  QUOTA_EXCEEDED: { status: 429, smtp: '452 4.2.2' },
  INTERNAL_SERVER_ERROR: { status: 500, smtp: '451 4.3.0' },
  NOT_READY: { status: 503, smtp: '421 4.3.2' },
} as const;

/** The documented codes of errors, and `NOT_READY` of the control API. */
export type ErrorCode = keyof typeof errorTable;

/** The only error that HTTP and SMTP translate; any other is a defect of ours and answers 500. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.name = 'AppError';
  }
}

/** 400 on one or more fields; `details` names the first and lists all when there are several. */
export function invalid(issues: readonly Issue[], message = 'Invalid request parameters'): AppError {
  const [first] = issues;
  return new AppError('INVALID_REQUEST', message, {
    ...first,
    ...(issues.length > 1 ? { issues: [...issues] } : {}),
  });
}

/** 400 on one field. */
export const invalidField = (field: string, issue: string): AppError => invalid([{ field, issue }]);

/** The 503 of a wait that a stop ends. */
export const stoppedWhileWaiting = 'The emulator was stopped while this waited';

/** The disk refuses what is to be kept. */
export const cannotStore = (message: string, details: ErrorDetails = {}): AppError =>
  new AppError('INTERNAL_SERVER_ERROR', `The emulator cannot store: ${message}`, details);

/** 404 that names what was looked for, and the field that has its id. */
export const notFound = (what: string, id: string, field = 'id'): AppError =>
  new AppError('RESOURCE_NOT_FOUND', `No ${what} with the id ${id}`, {
    field,
    issue: `Expected the id of an existing ${what}`,
  });

/** For the `catch` of a read: what is not there is null, any other failure goes on. */
export function nullIfNotFound(error: unknown): null {
  if (error instanceof AppError && error.code === 'RESOURCE_NOT_FOUND') return null;
  throw error;
}

/** What a field other than the id of the path names: a 404 of it has this field. */
export function namedBy<T>(field: string, find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof AppError) || error.details.field !== 'id') throw error;
    throw new AppError(error.code, error.message, { ...error.details, field });
  }
}
