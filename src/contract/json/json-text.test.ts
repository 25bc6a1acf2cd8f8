import { describe, expect, it } from 'vitest';
import { dataSetLimits, JsonFault, parseJsonText } from './json-text.js';
import { cpuTime } from '../../../test/support/cpu-time.js';

function outcome(text: string, limits = { depth: 3, values: 10 }): unknown {
  try {
    return parseJsonText(text, limits);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return [error.field, error.issue];
  }
}
const tooDeep = 'Expected at most 3 levels of nesting';
const tooMany = 'Expected at most 10 values';

describe('JSON is looked at before it is parsed', () => {
  it.each([
    ['[[[]]]', [[[]]]],
    ['[[[[]]]]', [null, tooDeep]],
    ['{"a":{"b":{"c":{}}}}', ['a', tooDeep]],
    ['{"x":1,"a\\"[b":[[[', ['a"[b', tooDeep]],
    ['["[[[[",",,,,,,,,,,,"]', ['[[[[', ',,,,,,,,,,,']],
    ['["\\"[[[[","\\\\",[]]', ['"[[[[', '\\', []]],
    ['[1,2,3,4,5,6,7,8,9]', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['{"list":[1,2,3,4,5,6,7,8,9,0]}', ['list', tooMany]],
    ['[[],[],[],[],[],[]]', [null, tooMany]],
    ['{"a":[[1],[1]],"b":[[1],[1,1,1]]}', ['b', tooMany]],
  ])('%s', (text, expected) => {
    expect(outcome(text)).toEqual(expected);
  });
  it.each([
    ['open lists', '['.repeat(8_000_000)],
    ['open objects', '{"a":'.repeat(2_000_000)],
    ['lists beside one another', `[${'[],'.repeat(3_000_000)}1]`],
    ['quotation marks', '"'.repeat(8_000_000)],
    ['backslashes', `"${'\\'.repeat(8_000_000)}`],
    ['escaped quotation marks', `"${'\\"'.repeat(4_000_000)}`],
  ])('%s without end are refused at once', async (_what, text) => {
    const spent = await cpuTime(() => {
      const [, issue] = outcome(text, dataSetLimits) as [string | null, string];
      expect(issue).toMatch(/^Expected (?:at most|valid JSON)/);
      expect(issue.length).toBeLessThan(200);
    });
    expect(spent).toBeLessThan(2000);
  });
});
