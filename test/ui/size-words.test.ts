import { describe, expect, it } from 'vitest';
import { sizeWords as ofCommands } from '../../src/cli/progress.js';
import { sizeWords as ofUi } from '../../ui/words/size-words.js';

const sizes: readonly [bytes: number, words: string][] = [
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [2345, '2.3 KB'],
  [14_500, '14.5 KB'],
  [99_949, '99.9 KB'],
  [99_950, '100 KB'],
  [812_345, '812 KB'],
  [999_499, '999 KB'],
  [999_500, '1.0 MB'],
  [999_999, '1.0 MB'],
  [13_500_000, '13.5 MB'],
  [999_600_000, '1.0 GB'],
  [1_500_000_000, '1.5 GB'],
  [2_000_000_000_000, '2000 GB'],
];

describe('a size is told in the same words by commands and web UI', () => {
  it.each(sizes)('%i is %s', (bytes, words) => {
    expect([ofCommands(bytes), ofUi(bytes)]).toEqual([words, words]);
  });
});
