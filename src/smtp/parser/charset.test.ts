import { expect, it } from 'vitest';
import { decodeText } from './charset.js';

/** Characters that are in a charset as the web has it (WHATWG, Encoding) and not in Node's tables of it. */
it.each([
  ['euc-kr', '8c63 b9e6 b0a2 c7cf', '똠방각하'],
  ['ks_c_5601-1987', 'c6ec 8c63', '펴똠'],
  ['cp949', '8141 8142', '갂갃'],
  ['big5-hkscs', '8740 8967', '䏰斉'],
  ['big5', 'a741 a66e', '你好'],
  ['gbk', 'a2e3 35', '€5'],
  ['gb2312', 'c4e3 bac3', '你好'],
  ['gb18030', '8139ee39', '㐀'],
  ['shift_jis', '8754 e0a7', 'Ⅰ爰'],
  ['windows-31j', 'fbfc', '髙'],
  ['euc-jp', 'adb5 b0a1', 'Ⅰ亜'],
])('reads %s as the web does: %s', (charset, hex, text) => {
  expect(decodeText(Buffer.from(hex.replaceAll(' ', ''), 'hex'), charset)).toBe(text);
});
