import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../contract/errors.js';
import type { RequestId } from '../contract/ids.js';
import type { EmulatorApi } from '../core/services.js';
import type { Intake } from '../core/traffic/intake.js';
import type { Outlet } from '../core/traffic/outlet.js';
import { createApiHandler } from './api/router.js';
import { apiPrefix } from './api/table.js';
import type { ApiDeps } from './api/router.js';
import { createControl } from './control/router.js';
import { createDocs } from './docs/docs.js';
import { baseHeaders } from './base-headers.js';
import { isUnder, requireHost, requireTarget } from './request-forms.js';
import { openExchange } from './routing/exchange.js';
import { asDocumented } from './routing/problem.js';
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
  uiDir: string | null;
  /** Bounds what large bodies hold that come in at once. */
  intake: Intake;
  /** Bounds what large answers hold that nobody reads. */
  outlet: Outlet;
  newRequestId(): RequestId;
  onDefect(error: unknown): void;
}

type Router = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers an error that no router has answered. */
const createFailure =
  ({ emulator, intake, newRequestId, onDefect }: AppDeps) =>
  (error: unknown, request: IncomingMessage, response: ServerResponse) => {
    const exchange = openExchange(request, response, { prefix: '', requestId: newRequestId(), intake });
    sendProblem(exchange, fromExpress(error), { now: emulator.find('default')?.now() ?? 0, onDefect });
  };

/**
 * All of HTTP, in the order in which a request meets it. Makes nothing listen. The calls of `/v2`, of which a test makes
 * thousands, do not pass express, which would take a sixth of a short call.
 */
export function createApp(deps: AppDeps): RequestListener {
  const fail = createFailure(deps);
  const api = createApiRouter(deps);
  const app = createExpressApp(deps, fail);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      requireHost(request);
      await api(request, response);
    } catch (error) {
      fail(asDocumented(error), request, response);
    }
  };
  return (request, response) => {
    if (isUnder(request.url, apiPrefix)) return void answer(request, response);
    try {
      // Express would answer it itself, with a page.
      requireTarget(request);
      app(request, response);
    } catch (error) {
      fail(error, request, response);
    }
  };
}

function createApiRouter(deps: AppDeps): Router {
  const { emulator, guard } = deps;
  const defaultServices = () => {
    const services = emulator.find('default');
    if (!services) throw new AppError('NOT_READY', 'The emulator is starting');
    return services;
  };
  return createApiHandler({ ...deps, allowedOrigins: guard.allowedOrigins, defaultServices });
}

/** All but `/v2`. */
function createExpressApp(deps: AppDeps, fail: ReturnType<typeof createFailure>): express.Express {
  const { emulator, guard, intake, outlet, onDefect, newRequestId } = deps;
  const control = createControl({ table: controlTable, emulator, intake, outlet, newRequestId, onDefect });
  const tracking = createTrackingRouter({ list: emulator.list, outlet, onDefect });
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
    fail(error, request, response);
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
