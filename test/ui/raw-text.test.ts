import { expect, it } from 'vitest';
import { rawText } from '../../ui/inbox/message/tabs/code/raw-text.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

it.each<[what: string, bytes: Uint8Array, text: string]>([
  ['ASCII', Buffer.from('Subject: a\r\n\r\nb\r\n'), 'Subject: a\r\n\r\nb\r\n'],
  ['UTF-8', Buffer.from('Grüße\r\n日本\r\n'), 'Grüße\r\n日本\r\n'],
  ['a mark of UTF-8', Buffer.from('\ufeffGrüße'), '\ufeffGrüße'],
  ['Latin-1', latin1('Gr\xfc\xdfe\r\nx'), 'Grüße\r\nx'],
  [
    'both, line by line',
    Buffer.concat([Buffer.from('Grüße\r\n'), latin1('Gr\xfc\xdfe\r\n')]),
    'Grüße\r\nGrüße\r\n',
  ],
  ['NUL and lone line ends', latin1('a\0\rb\n\n\xfc'), 'a\0\rb\n\nü'],
  ['nothing', Buffer.alloc(0), ''],
])('raw mail of %s is shown without signs that replace others', (_what, bytes, text) => {
  expect(rawText(bytes)).toBe(text);
});
