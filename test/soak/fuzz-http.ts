import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { openApiOf } from '../../src/http/openapi/document.js';
import { apiTable, controlTable } from '../../src/http/route-tables.js';
import type { Connection } from '../../src/index.js';
import { requireDescribed } from '../support/answers-check.js';
import { callsOf } from './calls.js';
import type { DescribedRoute, GeneratedCall } from './calls.js';

function routesOf(kind: DescribedRoute['kind']): DescribedRoute[] {
  const { paths, components } = openApiOf((kind === 'api' ? apiTable : controlTable).routes, kind);
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters, requestBody }]) => ({
      kind,
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody?.content['application/json'].schema ?? null,
      components: components.schemas,
    })),
  );
}

/** Every route of both documents. */
export const describedRoutes: readonly DescribedRoute[] = [...routesOf('api'), ...routesOf('control')];

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface FuzzTarget extends Pick<Connection, 'url' | 'apiUrl' | 'apiKey' | 'smtp'> {
  /** The workspace of the control calls; its keys are those of `apiKey`. */
  workspace: string;
}

/** A call that has no answer by then hangs: `settle` waits for 30 s unless it is told otherwise. */
const patience = 40_000;
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** A call by node's own client: it sends a body with any method, and any header. */
export function send(
  url: string,
  method: string,
  { headers, body }: Pick<GeneratedCall, 'headers' | 'body'>,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { hostname, port, origin } = new URL(url);
    const length = body === null ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const options = { hostname, port, path: url.slice(origin.length), method, agent, timeout: patience };
    const sent = request({ ...options, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${url} within ${patience} ms`)));
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });
}

/** Ids that answers showed, by the beginning of their route. */
export interface Known {
  idFor(path: string, pick: number): string;
  learn(path: string, answer: Answered): void;
}

/** Routes that take an id of one kind; few mails have attachments. */
const groupOf = (path: string): string =>
  ['previews', 'attachments'].find((group) => path.includes(`/${group.slice(0, -1)}`)) ??
  path.split('/')[1] ??
  '';

/** Remembers the ids of answers, the newest hundred of each group of routes. */
export function createKnown(): Known {
  const ids = new Map<string, string[]>();
  return {
    idFor(path, pick) {
      const all = ids.get(groupOf(path)) ?? [];
      return all[pick % Math.max(1, all.length)] ?? 'contact_00000000';
    },
    learn(path, { status, body, headers }) {
      // `/messages/{id}/events` shows ids of other things.
      if (
        status >= 300 ||
        path.split('/').length > 3 ||
        !String(headers['content-type']).startsWith('application/json')
      )
        return;
      const { data } = JSON.parse(body) as { data?: unknown };
      const found = [data].flat().flatMap((row) => {
        const { id, name, address } = { ...(row as object) } as Record<string, unknown>;
        const shown = groupOf(path) === 'snapshots' ? name : groupOf(path) === 'suppressions' ? address : id;
        return typeof shown === 'string' ? [shown] : [];
      });
      if (found.length === 0) return;
      ids.set(groupOf(path), [...(ids.get(groupOf(path)) ?? []), ...found].slice(-100));
    },
  };
}

function urlOf(target: FuzzTarget, route: DescribedRoute, call: GeneratedCall, known: Known): string {
  const base = route.kind === 'api' ? target.apiUrl : `${target.url}/_emulator`;
  const path = route.path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    if (call.oddId !== null) return call.oddId;
    return name === 'index' ? String(call.pick % 2) : encodeURIComponent(known.idFor(route.path, call.pick));
  });
  return `${base}${path}${call.query}`;
}

const stackTrace = /\n\s+at .+:\d+:\d+|node_modules[\\/]/;

/** Throws where an answer is none that the document of its route describes. */
export function requireSound(route: DescribedRoute, answer: Answered): void {
  const { status, headers, body } = answer;
  const fail = (why: string): never => {
    throw new Error(`${route.method} ${route.path} answered ${status}: ${why}\n${body.slice(0, 1000)}`);
  };
  if (status >= 500) fail('nothing was injected');
  const type = String(headers['content-type']);
  const isJson = type === 'application/json; charset=utf-8';
  if (status >= 300 && !isJson) fail(`an error of type ${type}`);
  if (status >= 300 && stackTrace.test(body)) fail('a stack trace');
  const base = route.kind === 'api' ? '/v2' : '/_emulator';
  requireDescribed(base, { method: route.method, path: route.path, status, body: isJson ? body : '' });
  if (status < 400) return;
  const { error } = JSON.parse(body) as {
    error: { message: string; details: { field?: string; issue?: string } };
  };
  const { field = '', issue = '' } = error.details;
  if (issue === '' || (status === 400 && field === ''))
    fail('an error without a field and what was expected');
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);

/** Whether the document of a route takes a body; `/v2` passes over unknown fields. */
function createBodyCheck({ body, components, kind }: DescribedRoute): (text: string | null) => string | null {
  if (!body) return () => null;
  const check = ajv.compile({ ...body, components: { schemas: components } });
  return (text) => {
    const value = text === null || text === '' ? {} : (JSON.parse(text.replace('\ufeff', '')) as unknown);
    if (check(value)) return null;
    const faults = (check.errors ?? []).filter(
      ({ keyword }) => kind === 'control' || keyword !== 'additionalProperties',
    );
    return faults.length === 0 ? null : ajv.errorsText(faults);
  };
}

/** What is called in a workspace of its own: it changes or removes what other routes need. */
export const steers = ({ kind, method, path }: DescribedRoute): boolean =>
  method === 'DELETE' ||
  (kind === 'control' &&
    /^\/(?:faults|limits|reset|import|fixtures|snapshots|clock|simulation|settle|workspaces|contacts|play)/.test(
      path,
    ));

export interface FuzzOptions {
  seed: number;
  runs: number;
  known: Known;
  samples?: readonly unknown[];
  /** Hears of every answer. */
  onAnswer?(answer: Answered, call: GeneratedCall): void;
}

/** Calls a route with generated requests; throws with the seed and the smallest request where an answer is unsound. */
export async function fuzzRoute(
  target: FuzzTarget,
  route: DescribedRoute,
  options: FuzzOptions,
): Promise<void> {
  const { seed, runs, known, samples, onAnswer } = options;
  const own = {
    ...(route.kind === 'api' ? { Authorization: `Bearer ${target.apiKey}` } : {}),
    ...(route.kind === 'control' ? { 'X-Emulator-Workspace': target.workspace } : {}),
  };
  const refusalOf = createBodyCheck(route);
  const answers = fc.asyncProperty(callsOf(route, samples), async (call) => {
    const headers = { ...own, ...call.headers };
    const answer = await send(urlOf(target, route, call, known), route.method, { headers, body: call.body });
    requireSound(route, answer);
    const refusal = answer.status < 300 ? refusalOf(call.body) : null;
    if (refusal !== null)
      throw new Error(`${answer.status} for a body that the document refuses: ${refusal}`);
    onAnswer?.(answer, call);
    known.learn(route.path, answer);
  });
  await fc.assert(answers, {
    seed,
    numRuns: runs,
    interruptAfterTimeLimit: 60_000,
    markInterruptAsFailure: false,
  });
}
