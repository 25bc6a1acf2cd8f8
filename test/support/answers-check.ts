import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { openApiOf } from '../../src/http/openapi/document.js';
import { apiTable, controlTable } from '../../src/http/route-tables.js';

interface Answered {
  $ref?: string;
  content?: Record<string, { schema: object }>;
}

/** What an answer has that the document does not allow; null where it is as described. */
export interface CheckedAnswer {
  method: string;
  path: string;
  status: number;
  body: string;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);

const escaped = (text: string) => text.replace(/[.+?^$()|[\]\\]/g, '\\$&');

/** Holds answers to an OpenAPI document: the path's route, its statuses, and the schema of the body. */
function createCheck(kind: 'api' | 'control') {
  const document = openApiOf(kind === 'api' ? apiTable.routes : controlTable.routes, kind);
  const shared = document.components.responses as Record<string, Answered>;
  const compiled = new Map<Answered, ValidateFunction | null>();
  const routes = Object.keys(document.paths)
    .sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
    .map((path) => ({ path, pattern: new RegExp(`^${escaped(path).replace(/\{\w+\}/g, '[^/]+')}/?$`) }));

  function validatorOf(answered: Answered): ValidateFunction | null {
    const known = compiled.get(answered);
    if (known !== undefined) return known;
    const schema = answered.content?.['application/json']?.schema;
    const made = schema ? ajv.compile({ ...schema, components: document.components }) : null;
    compiled.set(answered, made);
    return made;
  }

  function describedAs(asked: string, method: string, status: number): Answered | undefined {
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const route = routes.find(({ path, pattern }) => pattern.test(asked) && document.paths[path]?.[verb]);
    if (!route) return status === 404 ? shared['Status404'] : undefined;
    const answered = document.paths[route.path]?.[verb]?.responses[status] as Answered | undefined;
    return answered?.$ref ? shared[answered.$ref.split('/').at(-1) ?? ''] : answered;
  }

  return ({ method, path, status, body }: CheckedAnswer): string | null => {
    const answered = describedAs(path.split('?')[0] ?? '', method, status);
    if (!answered) return `${status} is not described for ${method} ${path}`;
    if (body === '') return null;
    const validate = validatorOf(answered);
    return !validate || validate(JSON.parse(body)) ? null : ajv.errorsText(validate.errors);
  };
}

const checks = { api: createCheck('api'), control: createCheck('control') };

/** Throws where an answer of `/v2` or `/_emulator` is not as our own OpenAPI document describes it. */
export function requireDescribed(base: string, answer: CheckedAnswer): void {
  const check = base.endsWith('/v2') ? checks.api : base.endsWith('/_emulator') ? checks.control : null;
  const fault = check?.(answer) ?? null;
  if (fault === null) return;
  throw new Error(
    `${answer.method} ${answer.path} answered what openapi.json does not describe: ${fault}\n${answer.body.slice(0, 500)}`,
  );
}
