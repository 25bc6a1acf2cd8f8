import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { malformedMail } from '../../../test/corpus/malformed-mail.js';
import { strangeMail } from '../../../test/corpus/strange-mail.js';
import { readMail } from './read-mail.js';

/** Mail whose header or body is broken is read by each parser in its own way; of all other mail the facts are the same. */
describe('beside another parser', () => {
  const whole = (mail: Buffer) => /^(?:[\w-]+: .*\r\n(?:[ \t].*\r\n)*)+\r\n/.test(mail.toString('latin1'));
  const mails = [...malformedMail.map(([what, raw]) => ({ what, raw })), ...strangeMail].filter(
    ({ raw }) => whole(raw) && raw.length < 50_000 && !raw.includes('b400') && !raw.includes('(home)'),
  );

  it.each(mails)('$what has the same subject and sender', async ({ raw }) => {
    const [ours, theirs] = [await readMail(raw), await PostalMime.parse(raw)];
    const plain = (text: string | undefined) =>
      (text ?? '').replace(/[\s\u0000-\u001f\u007f-\u009f\ufffd]+/g, ' ').trim();
    const isAscii = !/[\u0080-\u00ff]|=\?/.test(raw.toString('latin1').split('\r\n\r\n')[0] ?? '');
    if (isAscii) expect(plain(ours.subject)).toBe(plain(theirs.subject));
    const sender = theirs.from && 'address' in theirs.from ? theirs.from.address : undefined;
    if (isAscii && sender?.includes('@') && !sender.includes(' ')) expect(ours.from?.address).toBe(sender);
  });
});
