import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../test/corpus/languages.js';
import { cpuTime } from '../../../test/support/cpu-time.js';
import { decodeText } from './charset.js';

const isAscii = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text);

/** The texts of a language, one by one, by twos, and all together. */
const samplesOf = (rows: readonly string[]): string[] =>
  [...rows, ...rows.slice(1).map((row, index) => `${rows[index]}\r\n${row}`), rows.join('\r\n')].filter(
    (text) => !isAscii(text),
  );

const rows = Object.entries(languages).flatMap(([language, { charsets, rows: texts }]) =>
  charsets.map((charset) => ({ language, charset, samples: samplesOf(texts) })),
);

describe('a text without a charset is told from its bytes', () => {
  it.each(rows)('$language in $charset', ({ charset, samples }) => {
    const wrong = samples
      .map((text) => iconv.encode(text, charset))
      .filter((bytes) => decodeText(bytes, null) !== iconv.decode(bytes, charset));
    // A word or two may read as well in another language.
    expect(wrong.length).toBeLessThanOrEqual(Math.ceil(samples.length / 12));
    expect(wrong).not.toContainEqual(iconv.encode(samples.at(-1) ?? '', charset));
  });
});

const ambiguous = iconv.encode('Lūdzu, apstipriniet savu e-pasta adresi.', 'windows-1257').toString('latin1');
const page = (open: string): Buffer => Buffer.from(`${open}<p>${ambiguous}</p>`, 'latin1');

describe('a language that is named helps to tell the charset', () => {
  it.each([
    '<html lang="lv">',
    "<HTML class=a lang='lv-LV'>",
    '<meta http-equiv="Content-Language" content="lv">',
  ])('%s', (open) => expect(decodeText(page(open), null, { isHtml: true })).toContain('Lūdzu'));
  it('Content-Language', () =>
    expect(decodeText(page(''), 'us-ascii', { language: 'lv' })).toContain('Lūdzu'));
  it('another one does no harm', () =>
    expect(decodeText(page('<html lang="en">'), null, { isHtml: true })).toContain('apstipriniet'));
});

it('letters without end among octets take time by their number', async () => {
  const textOf = (run: string): Buffer => Buffer.from(`abc\xff\xfe ${run}`, 'latin1');
  decodeText(textOf('x'), null);
  // A twentieth of a second; where each letter was looked at from each of those before it, five seconds.
  for (const run of ['x', 'xX', 'x-', '\xe9x', 'x\xa0'])
    expect(await cpuTime(() => decodeText(textOf(run.repeat(16_000 / run.length)), null))).toBeLessThan(1500);
});
