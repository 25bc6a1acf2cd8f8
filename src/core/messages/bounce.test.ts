import { describe, expect, it } from 'vitest';
import { bounceOf } from './bounce.js';

const statuses = (...list: readonly string[]) => list.join(' ').split(' ');

describe('What a refusal says of the address', () => {
  it.each([
    [
      'hard',
      statuses(
        '5.0.0 5.1.0 5.1.1 5.1.2 5.1.3 5.1.4 5.1.5 5.1.6 5.1.10 5.2.0 5.2.1',
        '5.3.0 5.4.0 5.4.1 5.4.3 5.4.4',
      ),
    ],
    ['soft', statuses('5.2.2 5.3.1 5.3.2 5.4.5 5.4.6 5.4.7')],
    [
      'blocked',
      statuses(
        '5.1.7 5.1.8 5.1.9 5.2.3 5.2.4 5.3.3 5.3.4 5.3.5',
        '5.5.0 5.5.2 5.5.3 5.5.4 5.5.6',
        '5.6.0 5.6.1 5.6.3 5.6.7 5.6.9',
        '5.7.0 5.7.1 5.7.8 5.7.26 5.7.509',
      ),
    ],
  ])('it is %s for %j', (type, list) => {
    for (const status of list)
      expect(bounceOf({ code: 550, status, text: 'No' })).toEqual({
        ...{ type, smtp_code: 550, status },
        diagnostic: `550 ${status} No`,
      });
  });

  it.each([
    ['hard', [521, 550, 551, 553, 556]],
    ['blocked', [500, 501, 502, 503, 504, 530, 552, 554, 555, 571]],
    ['soft', [421, 450, 451, 452, 454, 455]],
  ])('it is %s for the codes %j without a status', (type, codes) => {
    for (const code of codes) expect(bounceOf({ code, status: '', text: '' }).type).toBe(type);
  });

  it('a status that says more wins over the code, and no refusal for now is more than soft', () => {
    expect(bounceOf({ code: 552, status: '5.1.1', text: '' }).type).toBe('hard');
    expect(bounceOf({ code: 552, status: '5.0.0', text: '' }).type).toBe('blocked');
    for (const status of statuses('4.1.1 4.2.2 4.3.4 4.6.0 4.7.1'))
      expect(bounceOf({ code: 451, status, text: '' }).type).toBe('soft');
  });
});
