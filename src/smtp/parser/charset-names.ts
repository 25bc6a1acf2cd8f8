/**
 * Names that programs write and that neither the web nor iconv-lite has, without signs and without `x-` or `cs` before them:
 * those of Python's codecs, of PHP's mbstring, of Java, glibc and old Macs. What JIS X 0213 adds to a charset is not there.
 */
const programNames: Readonly<Record<string, string>> = {
  'utf-8': 'u8 utf cp65001 utf8ucs2 utf8ucs4 utf8mb3 utf8mb4',
  'utf-16le': 'ucs2le unicodelittle unicodelittleunmarked utf16lebom',
  'utf-16be': 'ucs2be unicodebig unicodebigunmarked utf16bebom',
  'utf-32le': 'ucs4le utf32lebom',
  'utf-32be': 'u32 ucs4be utf32bebom',
  'windows-1252': '8859 iso8859 latin',
  'windows-874': 'ibm874 iso885911 tis6202533 tis62025290 tis62025330',
  gbk: 'eucgb2312cn cngb mswin936 macsimpchinese macchinesesimp',
  gb18030: 'gb180302000 gb13000',
  big5: 'big5tw big5eten bigfive hkscs big5hkscs2001 big5solaris ms950hkscs ms950hkscsxp ibm950 mactradchinese macchinesetrad',
  'euc-kr': 'uhc ksx1001 mscp949 ibm949 ibm949c ibm970 mackorean',
  'euc-jp': 'ujis eucjpms eucjpwin eucjpopen eucjplinux cp51932 eucjisx0213 eucjis2004',
  shift_jis:
    'windows31j sjiswin sjisms sjisopen pck ibm932 ibm942 ibm942c cp943 ibm943 ibm943c ms9320213 sjis0213 sjisx0213 shiftjisx0213 sjis2004 shiftjis2004 macjapanese',
  'iso-2022-jp': 'iso2022jp windows50220 windows50221 windowsiso2022jp',
  'iso-2022-kr': 'iso2022kr',
  'iso-2022-cn': 'iso2022cn iso2022cngb',
  'hz-gb-2312': 'hzgb hzgb2312',
  cp858: 'cp00858 ibm00858 pc858multilingual',
  cp1125: 'cp866u ruscii',
  pt154: 'ptcp154 cp154 cyrillicasian',
  rk1048: 'kz1048',
  roman8: 'cp1051',
  maccenteuro: 'macce maccentraleurope maccentraleurroman maclatin2',
  macromania: 'macromanian',
  maccroatian: 'maccroatian',
  maciceland: 'macicelandic macis',
  maccyrillic: 'msmaccyrillic cp10007',
  macukraine: 'macukrainian macuk',
};

const byProgramName: ReadonlyMap<string, string> = new Map(
  Object.entries(programNames).flatMap(([charset, names]) =>
    names.split(' ').map((name) => [name, charset] as const),
  ),
);

/** `ansi-1251`; `8859_2` and `iso_8859_2_1987`; `iso2022_jp_2`. */
const numbered: readonly [RegExp, string][] = [
  [/^(?:ansi|windows|win|cp|ms|ibm)(125\d)$/, 'windows-'],
  [/^(?:iso)?8859(1[0-6]|[1-9])(?:19\d\d|20\d\d|e)?$/, 'iso-8859-'],
  [/^iso2022jp(1|2|3|2004|ext)$/, 'iso-2022-jp-'],
];

function nameOf(plain: string): string | null {
  const known = byProgramName.get(plain);
  if (known !== undefined) return known;
  for (const [pattern, prefix] of numbered) {
    const [, number] = pattern.exec(plain) ?? [];
    if (number !== undefined) return prefix + number;
  }
  return null;
}

/** The common name of a charset by the one that a program has for it, in lower case; null where it is not known. */
export function commonName(label: string): string | null {
  const plain = label.replace(/[^a-z0-9]/g, '');
  return nameOf(plain) ?? nameOf(plain.replace(/^(?:cs|x)/, ''));
}
