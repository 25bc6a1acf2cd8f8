import { expect, it } from 'vitest';
import { pageOf } from '../support/pages.js';

const lines = pageOf('CHANGELOG.md').text.trimEnd().split('\n');

it('the changelog is read in one sitting: at most 300 lines', () => {
  expect(lines.length).toBeLessThanOrEqual(300);
});

it('each of its facts is a sentence of at most 250 characters, on a line of its own', () => {
  const facts = lines.filter((line) => line.startsWith('- '));
  expect(facts.length).toBeGreaterThan(50);
  expect(facts.filter((fact) => fact.length > 250 || !/[.)]$/.test(fact))).toEqual([]);
});

it('each capability stands in a version once', () => {
  const versions = lines.join('\n').split(/^(?=## )/m);
  const twice = versions.flatMap((version) => {
    const headings: string[] = version.match(/^### .*$/gm) ?? [];
    return headings.filter((heading, index) => headings.indexOf(heading) !== index);
  });
  expect(twice).toEqual([]);
});
