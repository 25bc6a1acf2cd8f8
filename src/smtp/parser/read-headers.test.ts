import { expect, it } from 'vitest';
import { malformedMail } from '../../../test/corpus/malformed-mail.js';
import { strangeMail } from '../../../test/corpus/strange-mail.js';
import { readHeaders, readMail } from './read-mail.js';

it.each([...malformedMail.map(([what, raw]) => ({ what, raw })), ...strangeMail])(
  'the headers of $what are the same without the rest of it',
  async ({ raw }) => {
    expect(await readHeaders(raw)).toEqual((await readMail(raw)).headers);
  },
);
