import { version } from '../../contract/version.js';
import { documentedLimits } from '../../core/access/limits.js';
import type { Route } from '../routing/route.js';
import { answersOf, sharedHeaders, sharedResponses, sharedSchemas } from './answers.js';
import type { DocumentKind } from './answers.js';
import { headingOf, headingsOf } from './headings.js';
import type { Heading } from './headings.js';
import { operationDetails } from './operation-details.js';
import type { OperationDetails } from './operation-details.js';
import { createSchemaBook } from './schemas.js';
import type { JsonSchema, SchemaBook } from './schemas.js';
import { documentWebhooks } from './webhooks.js';

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: JsonSchema;
  description?: string;
}

export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters: Parameter[];
  requestBody?: {
    required: boolean;
    content: { 'application/json': { schema: JsonSchema; example?: unknown } };
  };
  responses: Record<string, unknown>;
  security: object[];
  'x-undocumented'?: true;
  'x-permission'?: string;
}

export interface OpenApi {
  openapi: string;
  info: { title: string; description: string; version: string; contact: object; license: object };
  servers: { url: string; description: string }[];
  tags: Heading[];
  paths: Record<string, Record<string, Operation>>;
  webhooks?: Record<string, unknown>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: object;
    headers?: object;
    securitySchemes: object;
  };
}

const maxBodyOf = ({ maxBody = 1024 * 1024 }: Route): string => `${maxBody / 1024 / 1024} MiB`;

function parametersOf(route: Route, book: SchemaBook): Parameter[] {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): Parameter => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  if (!route.query) return inPath;
  const { properties = {}, required = [] } = book.write(route.query, 'query') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  const inQuery = Object.entries(properties).map(([name, schema]): Parameter => {
    const description = parameterWords[name];
    return {
      name,
      in: 'query',
      required: required.includes(name),
      schema,
      ...(description && { description }),
    };
  });
  return [...inPath, ...inQuery];
}

/** The reference's words for the parameters of its lists. */
const parameterWords: Readonly<Record<string, string>> = {
  page: 'Page number',
  limit: 'Items per page',
  search: 'Search keyword',
  tags: 'Filter by tags, comma-separated',
  status: 'Filter by status',
  cursor: 'meta.next_cursor of the answer before',
};

const kindOf = {
  read: `a read: ${documentedLimits.read} requests per hour and key, sliding window`,
  write: `a write: ${documentedLimits.write} requests per hour and key, sliding window`,
} as const;

const wordsOf = (route: Route, kind: DocumentKind): string =>
  [
    `${route.summary}.`,
    ...(kind === 'api'
      ? [`Needs the permission \`${route.permission}\`. Counts as ${kindOf[route.access]}.`]
      : []),
    ...(route.body ? [`The body may have ${maxBodyOf(route)}.`] : []),
    ...(kind === 'api' && !route.documented
      ? [
          'Not in the reference of Maildrone: with `--strict` it is a 404, and the real service may not have it.',
        ]
      : []),
  ].join(' ');

/** `GET /messages/{id}/raw` → `getMessagesIdRaw`, with the control API's own tag. */
function plainDetails({ method, path }: Route): OperationDetails {
  const words = path.split(/[^A-Za-z]+/).filter((word) => word !== '');
  const camel = words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
  const operationId = words.length === 0 ? 'getOverview' : method.toLowerCase() + camel;
  return { operationId, tag: headingOf(words[0]).name };
}

const detailsOf = (route: Route, kind: DocumentKind): OperationDetails =>
  (kind === 'api' ? operationDetails[`${route.method} ${route.path}`] : undefined) ?? plainDetails(route);

function operationOf(route: Route, book: SchemaBook, kind: DocumentKind): Operation {
  const { operationId, tag, request, response } = detailsOf(route, kind);
  return {
    operationId,
    summary: route.summary,
    description: wordsOf(route, kind),
    tags: [tag],
    parameters: parametersOf(route, book),
    ...(route.body && {
      requestBody: {
        required: route.bodyOptional !== true,
        content: {
          'application/json': {
            schema: book.write(route.body, 'body'),
            ...(request === undefined ? {} : { example: request }),
          },
        },
      },
    }),
    responses: answersOf(route, book, { kind, example: response }),
    security: kind === 'api' ? [{ apiKey: [] }] : [{}, { uiAuth: [] }],
    ...(kind === 'api' && !route.documented ? { 'x-undocumented': true } : {}),
    ...(route.permission === null ? {} : { 'x-permission': route.permission }),
  };
}

const titles: Record<DocumentKind, { title: string; description: string; url: string }> = {
  api: {
    title: 'Maildrone API v2, emulated',
    description:
      'The API of the reference as this emulator answers it. Calls marked x-undocumented are not in the reference.',
    url: '/v2',
  },
  control: {
    title: 'maildrone-emulator control API',
    description:
      'Looks into the emulator and steers it. The header X-Emulator-Workspace names a workspace; without it, default.',
    url: '/_emulator',
  },
};

const securityOf: Record<DocumentKind, object> = {
  api: { apiKey: { type: 'http', scheme: 'bearer', description: 'Authorization: Bearer YOUR_API_KEY' } },
  control: { uiAuth: { type: 'http', scheme: 'basic', description: 'Only where --ui-auth is set' } },
};

/** The OpenAPI 3.1 document of one API, from its route table. */
export function openApiOf(routes: readonly Route[], kind: DocumentKind): OpenApi {
  const book = createSchemaBook();
  const paths: OpenApi['paths'] = {};
  for (const route of routes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationOf(route, book, kind),
    };
  }
  const webhooks = kind === 'api' ? documentWebhooks(book) : null;
  const { title, description, url } = titles[kind];
  const tags = [...routes.map((route) => detailsOf(route, kind).tag), ...(webhooks ? ['Webhooks'] : [])];
  return {
    openapi: '3.1.0',
    info: {
      ...{ title, description, version },
      contact: { name: 'The maintainers of maildrone-emulator' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url, description: 'This emulator' }],
    tags: headingsOf(tags, kind),
    paths,
    ...(webhooks && { webhooks }),
    components: {
      schemas: { ...sharedSchemas, ...book.components },
      responses: sharedResponses(kind),
      ...(kind === 'api' ? { headers: sharedHeaders } : {}),
      securitySchemes: securityOf[kind],
    },
  };
}
