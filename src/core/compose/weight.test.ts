import { expect, it } from 'vitest';
import type { CampaignRecord } from '../../contract/campaign.js';
import { createFaultFinder, createTemplateCheck } from './require-templates.js';
import { isLight, largestOf, sizeOf } from './weight.js';

const of = (html: string, text: string | null = null) => ({ subject: 'Hi', content: { html, text } });
const tags = (count: number) => '{{email}} '.repeat(count);
const person = { email: 'a@x.test', custom_fields: { city: 'Rome' } };

it.each<[what: string, parts: ReturnType<typeof of>, values: unknown, light: boolean]>([
  ['a small page', of('<p>Hi</p>'), person, true],
  ['a newsletter', of(`<p>${'word '.repeat(4000)}</p>${tags(40)}{{#if a}}b{{/if}}`), person, true],
  ['a large page', of('<p>x</p>'.repeat(20_000)), person, false],
  ['a large text', of('<p>x</p>', 'word '.repeat(30_000)), person, false],
  ['many tags', of(tags(101)), person, false],
  ['many tags in html and text together', of(tags(60), tags(60)), person, false],
  ['a loop', of('{{#each items}}x{{/each}}'), person, false],
  ['a block that may be a loop', of('{{#items}}x{{/items}}'), person, false],
  ['a loop with blank control', of('{{~ #each items}}x{{/each}}'), person, false],
  ['a partial', of('{{> footer}}'), person, false],
  ['an inline partial', of('{{#*inline "a"}}x{{/inline}}'), person, false],
  ['a large value', of('{{v}}'), { v: 'x'.repeat(200_000) }, false],
  ['a value that many tags may write', of('{{v}}'.repeat(50)), { v: 'x'.repeat(5000) }, false],
  ['a large value that no tag can write', of('<p>Hi</p>'), { v: 'x'.repeat(200_000) }, true],
])('%s is composed where it belongs', (_what, parts, values, light) => {
  expect(isLight(parts, values)).toBe(light);
});

it('the size of a value is about that of its text, and is not reckoned further than asked', () => {
  expect(sizeOf({ a: ['xx', { b: 'yyy' }], c: 1 }, 1000)).toBe(16);
  const endless: Record<string, unknown> = { text: 'x'.repeat(100) };
  endless['again'] = endless;
  expect(sizeOf(endless, 1000)).toBeGreaterThan(1000);
});

it('the largest of some values is the one with the most text', () => {
  expect(largestOf([{ a: 'x' }, { a: 'xxx' }, { a: 'xx' }])).toEqual({ a: 'xxx' });
  expect(largestOf([])).toBeNull();
});

it('light templates are checked here, all others in the thread, and faults of both stand behind their path', async () => {
  const asked: string[] = [];
  const fault = { part: 'content.html', issue: 'Expected another', line: 3 };
  const find = createFaultFinder((campaign) => {
    asked.push(campaign.name ?? '');
    return Promise.resolve([fault]);
  });
  const check = createTemplateCheck(find);
  const campaign = (name: string, html: string) => ({ ...of(html), name }) as CampaignRecord;
  await check(campaign('light', tags(3)));
  expect(await find(campaign('light fault', '{{#if a}}'))).toMatchObject([{ part: 'content.html', line: 1 }]);
  await expect(check(campaign('light fault', '{{#if a}}'), 'campaigns[3]')).rejects.toMatchObject({
    details: { field: 'campaigns[3].content.html' },
  });
  await expect(check(campaign('heavy', tags(500)), 'campaigns[4]')).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    details: { field: 'campaigns[4].content.html', issue: 'Expected another' },
  });
  expect(asked).toEqual(['heavy']);
});
