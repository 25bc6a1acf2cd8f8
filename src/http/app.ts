import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import { AppError } from '../contract/errors.js';
import type { RequestId } from '../contract/ids.js';
import type { EmulatorApi } from '../core/services.js';
import { createApi } from './api/router.js';
import type { ApiDeps } from './api/router.js';
import { createControl } from './control/router.js';
import { createDocs } from './docs/docs.js';
import { baseHeaders } from './base-headers.js';
import { requireHost } from './request-forms.js';
import { openExchange } from './routing/exchange.js';
import { sendProblem } from './routing/send.js';
import { requireOwnHost, requireOwnOrigin, requireUiAuth } from './guard.js';
import type { GuardSettings } from './guard.js';
import { apiTable, controlTable } from './route-tables.js';
import { createTrackingRouter } from './tracking/tracking.js';
import { createUi } from './ui.js';

export interface AppDeps {
  emulator: EmulatorApi;
  findKey: ApiDeps['findKey'];
  guard: GuardSettings;
  uiDir: string;
  newRequestId(): RequestId;
  onDefect(error: unknown): void;
}

type Router = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Whether a path is the prefix or lies under it. */
const isUnder = (url: string | undefined, prefix: string): boolean => {
  const path = (url ?? '/').split('?')[0] ?? '/';
  return path === prefix || path.startsWith(`${prefix}/`);
};

/** All of HTTP, in the order in which a request meets it. Makes nothing listen. */
export function createApp(deps: AppDeps): Express {
  const { emulator, guard, onDefect, newRequestId } = deps;
  const defaultServices = () => {
    const services = emulator.find('default');
    if (!services) throw new AppError('NOT_READY', 'The emulator is starting');
    return services;
  };
  const api = createApi({
    table: apiTable,
    emulator,
    findKey: deps.findKey,
    allowedOrigins: guard.allowedOrigins,
    defaultServices,
    newRequestId,
    onDefect,
  });
  const control = createControl({ table: controlTable, emulator, newRequestId, onDefect });
  const tracking = createTrackingRouter({ list: emulator.list, onDefect });
  const docs = createDocs({ api: apiTable, control: controlTable, emulator });
  const ui = createUi(deps.uiDir);
  const mount =
    (prefix: string, router: Router) => (request: Request, response: Response, next: NextFunction) =>
      isUnder(request.url, prefix) ? void router(request, response).catch(next) : next();

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request, response, next) => {
    for (const [name, value] of Object.entries(baseHeaders)) response.setHeader(name, value);
    next();
  });
  app.use((request, _response, next) => {
    requireHost(request);
    next();
  });
  app.use(mount('/v2', api));
  app.use((request, _response, next) => {
    requireOwnOrigin(request, guard);
    next();
  });
  app.use(mount('/t', tracking));
  app.use((request, _response, next) => {
    requireOwnHost(request, guard);
    next();
  });
  app.use((request, response, next) => {
    if (isProbe(request.url)) return next();
    response.setHeader('WWW-Authenticate', 'Basic realm="maildrone-emulator", charset="UTF-8"');
    requireUiAuth(request, guard);
    response.removeHeader('WWW-Authenticate');
    next();
  });
  app.use(docs);
  app.use(mount('/_emulator', control));
  app.use(ui);
  app.use((request: Request) => {
    throw new AppError('RESOURCE_NOT_FOUND', `There is no ${request.method} ${request.path.slice(0, 200)}`, {
      field: 'path',
      issue: 'Expected /v2 (the API), /_emulator (control), /docs, /openapi.json, /t or the web UI at /',
    });
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const exchange = openExchange(request, response, { prefix: '', requestId: newRequestId() });
    sendProblem(exchange, fromExpress(error), { now: emulator.find('default')?.now() ?? 0, onDefect });
  });
  return app;
}

/** Health checks of containers come without credentials. */
const isProbe = (url: string): boolean => /^\/_emulator\/(?:health|ready)\/?(?:\?|$)/.test(url);

/** Express and its file server throw errors with a status for what the client did wrong. */
function fromExpress(error: unknown): unknown {
  const status = (error as { status?: unknown } | null)?.status;
  if (error instanceof AppError || typeof status !== 'number' || status >= 500) return error;
  if (status === 404)
    return new AppError('RESOURCE_NOT_FOUND', 'There is no such file', {
      field: 'path',
      issue: 'Expected the path of a file of the web UI',
    });
  return new AppError('INVALID_REQUEST', 'The request cannot be read', {
    field: 'path',
    issue: 'Expected a path with valid percent-encoding',
  });
}
