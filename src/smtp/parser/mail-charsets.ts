/**
 * Encodings that mail comes in; of the others (DOS, Mac, mainframes) short texts have many look-alikes. The build keeps the
 * detector's models of these alone.
 */
export const charsetsOfMail: readonly string[] = [
  ...['0', '1', '2', '3', '4', '5', '6', '7', '8'].map((digit) => `windows-125${digit}`),
  ...['windows-874', 'iso-8859-2', 'iso-8859-5', 'iso-8859-6', 'koi8-r', 'koi8-u'],
  ...['shift_jis', 'cp932', 'euc-jp', 'euc-kr', 'cp949', 'gb18030', 'big5', 'big5hkscs'],
];
