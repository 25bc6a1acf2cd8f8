import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { create, sound, templateWays } from '../support/template-ways.js';
import type { Body } from '../support/template-ways.js';

const faulty: readonly (readonly [field: string, change: (body: Body, template: string) => Body])[] = [
  ['subject', (body, subject) => ({ ...body, subject })],
  ['content.html', (body, html) => ({ ...body, content: { ...body.content, html } })],
  ['content.text', (body, text) => ({ ...body, content: { ...body.content, text } })],
];
const templates = [
  '{{#if x}}',
  '{{{{raw}}}}x{{{{/raw}}}}',
  '{{shout x y}}',
  '{{> footer}}',
  '{{lookup}}',
  '{{ name | up }}',
];
/** Faulty beside its tags; a subject has none of them, as any text of one line. */
const withNul = ['Hello\u0000', '{{first_name}}\n\u0000{{x}}'];
/** Faulty in its size or cost alone. */
const overLimits = ['{{#a}}'.repeat(65), '{{#*inline "a"}}{{> a}}{{> a}}{{/inline}}{{> a}}'];
const within = /^Expected a template within its limits: line 1: /;
const cases = faulty.flatMap(([field, change]) => [
  ...[...templates, ...(field === 'subject' ? [] : withNul)].map((template) => ({
    template,
    field,
    body: change(sound, template),
    reason: /^Expected a valid handlebars template: /,
  })),
  ...overLimits.map((template) => ({ template, field, body: change(sound, template), reason: within })),
]);

/** Refuses everything, so it stays as it is. */
let other: EmulatorHandle;
beforeAll(async () => (other = await startEmulator()));
afterAll(() => other.stop());

describe.each(templateWays)('A faulty template is refused at %s', (_way, path, refuse) => {
  it.each(cases)('$template in $field', async ({ field, body, reason }) => {
    const [{ status, error }, first] = [await refuse(body), await create(other, body)];
    expect([status, error.details.field]).toEqual([400, path + field]);
    expect(error.details.issue).toMatch(reason);
    expect(error.details.issue).toBe(first.error.details.issue);
  });
});
