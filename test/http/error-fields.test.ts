import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { controlTable } from '../../src/http/route-tables.js';
import { callControl, useEmulator } from '../support/emulator.js';
import { sourcesUnder } from '../support/imports.js';

const root = join(import.meta.dirname, '..', '..');
// A defect of ours concerns no field of the request; what a thread threw is passed on as it is.
const isOfNoField = (file: string, code: string) =>
  file === 'src/threads/calls.ts' || /INTERNAL_SERVER_ERROR|NOT_READY/.test(code);

/** Every `new AppError(…)` of a file as it is written. */
function errorsIn(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'AppError') found.push(node.getText());
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

/** Calls whose body names another thing, and the schema of that body. */
const naming = [
  ['/webhooks/verify', { payload: '', signature: '' }, 'webhook', 'wh_00000000'],
  ['/trigger', { event: 'email.opened', to: 'a@x.test' }, 'campaign', 'campaign_00000000'],
  ['/campaigns/preview', {}, 'campaign_id', 'campaign_00000000'],
  ['/campaigns/preview', {}, 'contact_id', 'contact_00000000'],
] as const;

it.each(naming)('the 404 of %s %s has the field %s of the body', async (path, body, field, id) => {
  const emulator = await useEmulator();
  const answer = await callControl(emulator, path, { method: 'POST', body: { ...body, [field]: id } });
  expect([answer.status, answer.error.details.field]).toEqual([404, field]);
});

it('each body that names another thing is one of these', () => {
  const named = controlTable.routes.flatMap(({ path, body }) =>
    body instanceof z.ZodObject
      ? Object.keys(body.shape)
          .filter((name) => /^(?:campaign|contact|message|webhook|key|workspace)(?:_id)?$/.test(name))
          .map((name) => `${path} ${name}`)
      : [],
  );
  const wholes = ['/campaigns/preview campaign', '/campaigns/preview contact'];
  expect(named.sort()).toEqual([...naming.map(([path, , name]) => `${path} ${name}`), ...wholes].sort());
});

it.each(['/messages/wait', '/events/wait', '/deliveries/wait', '/requests/wait'])(
  'the 404 of %s names the count that was not reached',
  async (path) => {
    const emulator = await useEmulator();
    const { status, error } = await callControl(emulator, `${path}?timeout=0&count=2`);
    expect([status, error.details.field]).toEqual([404, 'count']);
  },
);

it('the 404 of an unknown workspace names the field that says it', async () => {
  const emulator = await useEmulator();
  const { status, error } = await callControl(emulator, '/messages?workspace=ws_00000000');
  expect([status, error.details.field]).toEqual([404, 'workspace']);
});

it('every error that a caller can mend names a field and what was expected there', () => {
  const errors = sourcesUnder('src')
    .filter((file) => file !== 'src/contract/errors.ts')
    .flatMap((file) => errorsIn(file).map((code) => ({ file, code })))
    .filter(({ file, code }) => !isOfNoField(file, code));
  expect(errors.length).toBeGreaterThan(20);
  const lacking = errors.filter(({ code }) => !/\bfield\b/.test(code) || !/\bissue\b/.test(code));
  expect(lacking).toEqual([]);
});
