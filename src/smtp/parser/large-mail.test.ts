import { describe, expect, it } from 'vitest';
import { largeMail } from '../../../test/corpus/large-mail.js';
import { readMail } from './read-mail.js';

describe('a hundred thousand bytes of each kind', () => {
  // The figures are those of `npm run bench -- reading`; here a kind whose cost grows with its square is seen.
  it.each(largeMail)(
    '%s are read to their end, long before anybody would take it for hanging',
    async (_what, raw) => {
      const mail = await readMail(raw);
      const { words, subject, to, headers, attachments } = mail;
      expect(words.length + subject.length + to.length + headers.length + attachments.length).toBeGreaterThan(
        0,
      );
    },
    5000,
  );
});
