import type { ErrorCode } from '../../contract/errors.js';
import type { Route } from '../routing/route.js';
import { errorDetails, timestamp, countSchema } from './error-details.js';
import type { JsonSchema, SchemaBook } from './schemas.js';

/** Which document: the imitated API, or the control API. */
export type DocumentKind = 'api' | 'control';

const meta = {
  timestamp,
  request_id: { type: 'string', pattern: '^req_[0-9a-z]{8}$', examples: ['req_1a2b3c4d'] },
};
const listMeta = {
  pages: { total: countSchema, page: countSchema, limit: countSchema, pages: countSchema },
  cursor: {
    limit: countSchema,
    total: countSchema,
    total_exact: {
      type: 'boolean',
      description: 'False where a search was not counted to its end: `total` match, or more',
    },
    next_cursor: { type: ['string', 'null'] },
  },
} as const;
const requiredOf = { pages: ['total', 'page', 'limit', 'pages'], cursor: ['limit', 'next_cursor'] } as const;

/** The documented error body with these codes. */
const errorSchema = (codes: readonly ErrorCode[]): JsonSchema => ({
  type: 'object',
  required: ['success', 'error', 'meta'],
  additionalProperties: false,
  properties: {
    success: { const: false },
    error: {
      type: 'object',
      required: ['code', 'message', 'details'],
      additionalProperties: false,
      properties: {
        code: { type: 'string', enum: codes },
        message: { type: 'string' },
        details: { $ref: '#/components/schemas/ErrorDetails' },
      },
    },
    meta: { $ref: '#/components/schemas/Meta' },
  },
});

/** Schemas that no route owns. */
export const sharedSchemas: Record<string, JsonSchema> = {
  Meta: {
    type: 'object',
    required: ['timestamp', 'request_id'],
    additionalProperties: false,
    properties: meta,
  },
  Issue: {
    type: 'object',
    required: ['field', 'issue'],
    properties: { field: { type: 'string' }, issue: { type: 'string' } },
  },
  ErrorDetails: {
    type: 'object',
    description: 'The first fault, and all of them where there are several',
    additionalProperties: false,
    properties: {
      field: { type: 'string' },
      issue: { type: 'string' },
      issues: { type: 'array', minItems: 2, items: { $ref: '#/components/schemas/Issue' } },
      ...errorDetails,
    },
  },
};

const successSchema = (route: Route, book: SchemaBook): JsonSchema => {
  const more = route.list ? listMeta[route.list] : {};
  return {
    type: 'object',
    required: ['success', 'data', 'meta'],
    additionalProperties: false,
    properties: {
      success: { const: true },
      data: route.reply ? book.write(route.reply, 'answer') : {},
      meta: {
        type: 'object',
        required: ['timestamp', 'request_id', ...(route.list ? requiredOf[route.list] : [])],
        additionalProperties: false,
        properties: { ...meta, ...more },
      },
    },
  };
};

const exampleMeta = { timestamp: '2024-03-20T10:30:00Z', request_id: 'req_1a2b3c4d' };
const examplePages = { total: 1, page: 1, limit: 20, pages: 1 };

const limitHeaders = {
  'X-RateLimit-Limit': { $ref: '#/components/headers/RateLimitLimit' },
  'X-RateLimit-Remaining': { $ref: '#/components/headers/RateLimitRemaining' },
  'X-RateLimit-Reset': { $ref: '#/components/headers/RateLimitReset' },
};

const integer = (description: string) => ({ description, schema: { type: 'integer' } });
export const sharedHeaders = {
  RateLimitLimit: integer('Calls of this kind, read or write, that the key may make in any 3600 seconds'),
  RateLimitRemaining: integer('How many of them are left'),
  RateLimitReset: integer('When the oldest call leaves the window, in seconds since the epoch'),
  RetryAfter: integer('Seconds until a call would pass'),
  Challenge: { description: 'How to authenticate: `Bearer`', schema: { type: 'string' } },
};

/** Bytes as they are, in place of the envelope. */
const bytesContent = ({ bytes = { types: ['*/*'] } }: Route, book: SchemaBook) =>
  Object.fromEntries(
    bytes.types.map((type) => {
      const plain = { type: 'string', ...(type.startsWith('text/') ? {} : { format: 'binary' }) };
      return [type, { schema: bytes.schema ? book.write(bytes.schema, 'answer') : plain }];
    }),
  );

function success(
  route: Route,
  book: SchemaBook,
  { kind, example }: { kind: DocumentKind; example: unknown },
) {
  const wrapped = {
    success: true,
    data: example,
    meta: { ...exampleMeta, ...(route.list === 'pages' ? examplePages : {}) },
  };
  const json = {
    'application/json': {
      schema: successSchema(route, book),
      ...(example === undefined ? {} : { example: wrapped }),
    },
  };
  return {
    description: route.status === 201 ? 'Resource created' : 'Request successful',
    ...(kind === 'api' ? { headers: limitHeaders } : {}),
    content: route.reply ? json : bytesContent(route, book),
  };
}

/** What a status means, as the reference says it, and the codes that come with it. */
const failures: Record<number, { description: string; codes: ErrorCode[] }> = {
  400: { description: 'Bad request', codes: ['INVALID_REQUEST'] },
  401: { description: 'Authentication failed', codes: ['AUTHENTICATION_FAILED'] },
  403: { description: 'Insufficient permissions', codes: ['INSUFFICIENT_PERMISSIONS'] },
  404: { description: 'Resource not found', codes: ['RESOURCE_NOT_FOUND'] },
  429: { description: 'Rate limit exceeded', codes: ['RATE_LIMIT_EXCEEDED', 'QUOTA_EXCEEDED'] },
  500: { description: 'Internal server error', codes: ['INTERNAL_SERVER_ERROR'] },
  503: { description: 'Not ready yet', codes: ['NOT_READY'] },
};

const issueOf: Partial<Record<ErrorCode, object>> = {
  INVALID_REQUEST: { field: 'email', issue: 'Invalid email format' },
  AUTHENTICATION_FAILED: {
    field: 'Authorization',
    issue: 'Expected the header "Authorization: Bearer YOUR_API_KEY"',
  },
};

const failure = (status: number, kind: DocumentKind) => {
  const { description, codes } = failures[status] ?? { description: 'Failed', codes: [] };
  const [code = 'INVALID_REQUEST'] = codes;
  const headers = {
    ...limitHeaders,
    ...(status === 401 ? { 'WWW-Authenticate': { $ref: '#/components/headers/Challenge' } } : {}),
    ...(status === 429 ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}),
  };
  return {
    description: `${description}: \`${codes.join('` or `')}\``,
    ...(kind === 'api' ? { headers } : {}),
    content: {
      'application/json': {
        schema: errorSchema(codes),
        example: {
          success: false,
          error: { code, message: description, details: issueOf[code] ?? {} },
          meta: exampleMeta,
        },
      },
    },
  };
};

const statusesOf: Record<DocumentKind, readonly number[]> = {
  api: [400, 401, 403, 404, 429, 500],
  control: [400, 401, 403, 404, 429, 500, 503],
};

/** The errors of an API, to which every call refers. */
export const sharedResponses = (kind: DocumentKind): Record<string, unknown> =>
  Object.fromEntries(statusesOf[kind].map((status) => [`Status${status}`, failure(status, kind)]));

/** Every status that a call may answer, with its body and an example. */
export function answersOf(
  route: Route,
  book: SchemaBook,
  { kind, example }: { kind: DocumentKind; example: unknown },
): Record<string, unknown> {
  const passed = [route.status ?? 200, success(route, book, { kind, example })] as const;
  const failed = statusesOf[kind].map(
    (status) => [status, { $ref: `#/components/responses/Status${status}` }] as const,
  );
  return Object.fromEntries<unknown>([passed, ...failed]);
}
