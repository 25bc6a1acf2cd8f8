import iconv from 'iconv-lite';
import { expect, it } from 'vitest';
import { decodeText } from './charset.js';

it.each([
  ['windows-874', 'สวัสดี'],
  ['windows-874', 'สวัสดีครับ ขอบคุณ'],
  ['windows-1256', 'مرحبا'],
  ['windows-1256', 'مرحبا بك، شكرا'],
  ['gb18030', '你好'],
  ['gb18030', '你好，世界'],
  ['big5', '你好世界'],
  ['shift_jis', 'こんにちは'],
  ['euc-jp', '日本'],
  ['euc-jp', 'アルバ'],
  ['euc-kr', '안녕'],
  ['iso-8859-2', 'Dzień dobry, żółw'],
  ['windows-1250', 'Cześć, źdźbło'],
  ['windows-1250', 'Příliš žluťoučký kůň'],
  ['iso-8859-2', 'Příliš žluťoučký kůň'],
  ['windows-1254', 'Bu akşam görüşürüz, iyi günler'],
  ['windows-1251', 'Привет'],
  ['koi8-r', 'Привет'],
  ['windows-1253', 'Καλημέρα'],
  ['windows-1255', 'שלום'],
  ['windows-1252', 'naïve café'],
  ['windows-1252', 'mañana señor'],
  ['windows-1252', 'Þýskaland'],
  ['windows-1252', '“quoted” – 5 €'],
  ['utf-16le', 'Hello world\r\n'],
  ['utf-16be', 'Hello world\r\n'],
  ['utf-16le', 'Привет'],
])('a few words of %s without a charset are %j', (charset, text) => {
  expect(decodeText(iconv.encode(text, charset), null)).toBe(text);
});

it.each(['one\0two\0three', 'a\0b\0c\r\n', 'a\0b\0cd'])(
  'a text with some NUL bytes is no UTF-16: %j',
  (text) => {
    expect(decodeText(Buffer.from(text), null)).toBe(text);
  },
);
