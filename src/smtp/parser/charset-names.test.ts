import { expect, it } from 'vitest';
import { decodeText } from './charset.js';
import { readableText } from './header-fields.js';

/** What programs call a charset besides its name: Python's codecs, PHP's mbstring, Java, glibc, old Macs. */
it.each([
  [
    'c4e3bac3',
    '你好',
    'gb2312 eucgb2312_cn x-mac-simp-chinese x-mswin-936 gb18030-2000 gb18030_2000 GB13000 CN-GB',
  ],
  [
    'a741a66e',
    '你好',
    'big5 big5_tw BIG-FIVE big5-eten x-mac-trad-chinese MS950_HKSCS x-MS950-HKSCS hkscs x-IBM950',
  ],
  ['c7d1b1db', '한글', 'euc-kr uhc x-mac-korean ks_x_1001 ksx1001 x-IBM949 x-IBM970 MSCP949'],
  [
    '93fa967b',
    '日本',
    'shift_jis csWindows31J SJIS-win SJIS-ms x-mac-japanese x-PCK x-IBM943C IBM-943 shift_jis_2004',
  ],
  [
    'c6fccbdc',
    '日本',
    'euc-jp ujis u_jis eucJP-win eucJP-ms x-eucJP-Open x-euc-jp-linux euc_jis_2004 CP51932',
  ],
  ['1b2442467c4b5c1b2842', '日本', 'iso-2022-jp iso2022_jp iso_2022_jp_2 iso2022jp_ext x-windows-50221'],
  ['1b2429430e4751315b0f', '한글', 'iso-2022-kr iso2022_kr csISO2022KR'],
  ['7e7b44633a437e7d', '你好', 'hz-gb-2312 hz hzgb hz_gb hz_gb_2312'],
  ['4f60597d', '你好', 'utf-16be UCS-2BE unicodebigunmarked'],
  ['604f7d59', '你好', 'utf-16le UCS-2LE unicodelittleunmarked'],
  ['e4bda0e5a5bd', '你好', 'utf-8 utf_8 u8 cp65001 utf8mb4 utf8_ucs4'],
  ['cff0e8e2e5f2', 'Привет', 'windows-1251 ansi-1251 win1251 cp_1251 ptcp154 cp154 kz1048 x-kz-1048'],
  ['8fe0a8aca5e0', 'Пример', 'cp1125 cp866u RUSCII'],
  ['a3f364bc', 'Łódź', 'iso-8859-2 8859_2 iso_8859_2_1987 ISO8859-2'],
  ['fc976490', 'Łódź', 'x-mac-ce mac_latin2 x-MacCentralEurope MAC-CENTRALEUROPE'],
  ['de9772', 'Þór', 'x-mac-icelandic mac_iceland MacIcelandic MAC-IS'],
  ['3520d5', '5 €', 'cp858 cp00858 IBM00858 csPC858Multilingual'],
  ['4772cede65', 'Größe', 'hp-roman8 roman8 cp1051'],
  ['cac7d1cab4d5', 'สวัสดี', 'tis-620 tis620.2533 tis_620_2529_0 x-IBM874'],
])('%s is %s in a body and in encoded words by all names of its charset', (hex, text, labels) => {
  const bytes = Buffer.from(hex, 'hex');
  const read = (label: string) => [
    label,
    decodeText(bytes, label),
    readableText(`=?${label}?B?${bytes.toString('base64')}?=`, null),
    readableText(`=?${label.toUpperCase()}*en?B?${bytes.toString('base64')}?=`, null),
  ];
  for (const label of labels.split(' ')) expect(read(label)).toEqual([label, text, text, text]);
});
