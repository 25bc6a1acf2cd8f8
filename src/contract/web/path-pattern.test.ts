import { describe, expect, it } from 'vitest';
import { compilePath, pathPatternIssue } from './path-pattern.js';
import { cpuTime } from '../../../test/support/cpu-time.js';

const send = '/v2/campaigns/campaign_1a2b3c4d/send';

describe('A pattern of a path', () => {
  it.each([
    ['/v2/contacts', '/v2/contacts', true],
    ['/v2/contacts', '/v2/contacts/', true],
    ['/v2/contacts/', '/v2/contacts', true],
    ['/v2/contacts', '/v2/contacts/contact_1a2b3c4d', false],
    ['/v2/contacts', '/v2/Contacts', false],
    ['/v2/*', '/v2/contacts', true],
    ['/v2/*', '/v2/', false],
    ['/v2/*', send, false],
    ['/v2/campaigns/*', send, false],
    ['/v2/campaigns/*/send', send, true],
    ['/v2/campaigns/{campaign_id}/send', send, true],
    ['/v2/campaigns/campaign_*/s*d', send, true],
    ['/v2/campaigns/*4e/send', send, false],
    ['/v2/c*s/c*a*c*d/send', send, true],
    ['/v2/c*s/c*z*d/send', send, false],
    ['/v2/*x*', '/v2/x', true],
    ['/v2/aa*aa', '/v2/aaa', false],
    ['/v2/a*b*c', '/v2/abc', true],
    ['**', '/', true],
    ['**', send, true],
    ['/**', '/v2', true],
    ['/v2/**', '/v2', true],
    ['/v2/**', send, true],
    ['/v2/**', '/v1/contacts', false],
    ['**/send', send, true],
    ['/v2/**/send', send, true],
    ['/v2/**/send', '/v2/send', true],
    ['/v2/**/send', `${send}/x`, false],
    ['/**/campaigns/**/send', send, true],
    ['/**/send/**', send, true],
    ['/**/a/b/**/c', '/a/a/b/b/c', true],
    ['/**/a/**/a/**', '/x/a/x', false],
    ['/v2/**/**/send', send, true],
    ['/v2/a.c', '/v2/abc', false],
    ['/v2/(a|b)+$', '/v2/(a|b)+$', true],
  ])('%s takes %s: %s', (pattern, path, expected) => {
    expect(pathPatternIssue(pattern)).toBeNull();
    expect(compilePath(pattern).matches(path)).toBe(expected);
  });

  it.each([
    ['/v2/campaigns/*', '/v2/campaigns/{id}', true],
    ['/v2/campaigns/*', '/v2/campaigns/{id}/send', false],
    ['/v2/campaigns/campaign_1/send', '/v2/campaigns/{id}/send', true],
    ['/v2/campaigns/a*/send', '/v2/campaigns/{id}/send', true],
    ['/v2/**/send', '/v2/campaigns/{id}/send', true],
    ['/v2/contact', '/v2/contacts', false],
    ['/v2/c*s', '/v2/contacts', true],
    ['/v2/*/send', '/v2/campaigns/{id}/send', false],
    ['**', '/v2/emails', true],
  ])('%s meets the route %s: %s', (pattern, route, expected) => {
    expect(compilePath(pattern).meets(route)).toBe(expected);
  });

  it.each([
    [
      'v2/contacts',
      'Expected a path from its first slash on, such as /v2/contacts/*, or one that begins with **',
    ],
    ['', 'Expected a path from its first slash on, such as /v2/contacts/*, or one that begins with **'],
    ['*', 'Expected a path from its first slash on, such as /v2/contacts/*, or one that begins with **'],
    ['/v2/con**', 'Expected ** as a whole segment, and * within one'],
    ['/v2/***', 'Expected ** as a whole segment, and * within one'],
    [`/${'a'.repeat(500)}`, 'Expected at most 500 characters'],
    ['/*'.repeat(20), 'Expected at most 20 segments'],
  ])('is refused: %s', (pattern, issue) => {
    expect(pathPatternIssue(pattern)).toBe(issue);
  });

  it.each([
    [`/v2/${'*a'.repeat(245)}*z`, `/v2/${'a'.repeat(2000)}`],
    ['/v2/*a*a*a*z', `/v2/${'a'.repeat(16_000)}`],
    [`/${'**/a/'.repeat(9)}z`, '/a'.repeat(8000)],
    [`/**/${'a/'.repeat(17)}z`, '/a'.repeat(8000)],
    [`/v2/*${'a'.repeat(490)}b*`, `/v2/${'a'.repeat(16_000)}`],
  ])('takes time in proportion to a path however it is made: %.30s', async (pattern, path) => {
    const { matches } = compilePath(pattern);
    const spent = await cpuTime(() => {
      for (let round = 0; round < 10; round += 1) expect(matches(path)).toBe(false);
    });
    expect(spent).toBeLessThan(1000);
  });
});
