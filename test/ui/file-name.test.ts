import { expect, it } from 'vitest';
import { splitFileName } from '../../ui/words/file-name.js';

it.each([
  ['report.pdf', 'report', '.pdf'],
  ['inv\u202efdp.exe', 'inv\ufffdfdp', '.exe'],
  ['invoice.pdf                    .exe', 'invoice.pdf                    ', '.exe'],
  ['archive.tar.gz', 'archive.tar', '.gz'],
  ['חשבונית-report.pdf', 'חשבונית-report', '.pdf'],
  ['README', 'README', ''],
  ['.env', '.env', ''],
  ['a\nb.txt', 'a\ufffdb', '.txt'],
  ['', '', ''],
])('shows %j as the name it is, its end apart', (name, stem, extension) => {
  expect(splitFileName(name)).toEqual({ stem, extension });
});
