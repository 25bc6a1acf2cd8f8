import fc from 'fast-check';

/** Commands in one write, each with its end of line; then a message, where one is begun. */
export interface Batch {
  commands: readonly string[];
  /** Bytes of a message as latin1: DATA goes out behind the commands, and this where it is accepted. */
  message: string | null;
}

/** A session: what is said, and where its bytes are cut on the way. */
export interface SmtpSession {
  batches: readonly Batch[];
  cuts: readonly number[];
  /** Hangs up in the middle of its last message. */
  breaksOff: boolean;
}

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

const verbs = [
  ...[
    'EHLO client.test',
    'HELO client.test',
    'EHLO',
    'EHLO [127.0.0.1]',
    'HELO \u00ff',
    'RSET',
    'NOOP',
    'NOOP x y',
    'HELP',
  ],
  ...[
    'VRFY root',
    'EXPN all',
    'LHLO x',
    'STARTTLS',
    'XCLIENT NAME=x',
    'BDAT 10 LAST',
    'ETRN x',
    'TURN',
    '',
    ' ',
    '\t',
    '.',
  ],
  ...[
    'MAIL FROM:<a@b.test>',
    'MAIL FROM:<>',
    'mail from: <a@b.test>',
    'MAIL FROM:<a@b.test> SIZE=100 BODY=8BITMIME',
  ],
  ...[
    'MAIL FROM:<a@b.test> SIZE=99999999999',
    'MAIL FROM:<a@b.test> SMTPUTF8',
    'MAIL FROM:<ü@b.test>',
    'MAIL FROM:<a@b',
  ],
  ...[
    'MAIL FROM:a@b.test',
    'MAIL',
    'MAIL FROM',
    'MAIL FROM:<@relay.test:a@b.test>',
    'MAIL FROM:<a@b.test> X=\u0001',
  ],
  ...[
    'RCPT TO:<c@d.test>',
    'RCPT TO:<+bounce@d.test>',
    'RCPT TO:<c+bounce@d.test>',
    'RCPT TO:<c+defer@d.test>',
    'RCPT TO:<>',
  ],
  ...[
    'RCPT TO:<c@d.test> NOTIFY=NEVER',
    'RCPT TO:<"a b"@d.test>',
    'RCPT TO:<c@[127.0.0.1]>',
    'RCPT TO:<c@d.test',
    'RCPT',
  ],
  ...[
    'GET / HTTP/1.1',
    'Host: localhost',
    'constructor',
    '__proto__',
    '{"a":1}',
    '<html>',
    '\u0000',
    '\u00e9\u00e8',
    '\u001b[2J',
  ],
  ...[
    `AUTH PLAIN ${base64('\0default\0any')}`,
    'AUTH PLAIN !!!',
    `AUTH PLAIN ${base64('\0ws_none000\0x')}`,
    'AUTH',
    'AUTH CRAM-MD5',
  ],
];

const command = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...verbs) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) =>
      Buffer.from(bytes)
        .toString('latin1')
        .replace(/[\r\n]/g, ''),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('NOOP ', 'EHLO ', 'RCPT TO:<c@').map((verb) => verb + 'x'.repeat(3000)),
  },
);
const lineEnd = fc.oneof(
  { weight: 8, arbitrary: fc.constant('\r\n') },
  { weight: 1, arbitrary: fc.constant('\n') },
);
const line = fc.tuple(command, lineEnd).map((parts) => parts.join(''));

/** Pieces of messages that end no message, though they look like it. */
const pieces = [
  ...[
    '\r\n',
    '\r\n',
    '\n',
    '\r',
    '.',
    '..',
    '\r\n.',
    '\r\n..',
    '\n.\r\n',
    '\n.\n',
    '\r.\r',
    '\r\n.\n',
    '\r.\r\n',
    '\0',
    '\u00e9',
  ],
  ...[
    '\u00ff\u00fe',
    'Subject: Hi\r\n',
    'Content-Type: text/html\r\n\r\n',
    'MAIL FROM:<evil@x.test>\r\n',
    'QUIT\r\n',
    'DATA\r\n',
  ],
  ...['x'.repeat(1200), ' ', '\t', 'hello', '=?utf-8?q?a?=', '--b\r\n', '\u0080'],
];
const message = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join(''));

const envelope = ['RSET\r\n', 'MAIL FROM:<a@b.test>\r\n', 'RCPT TO:<c@d.test>\r\n'];
const noise: fc.Arbitrary<Batch> = fc.record({
  commands: fc.array(line, { maxLength: 5 }),
  message: fc.option(message, { freq: 3 }),
});
const mail: fc.Arbitrary<Batch> = message.map((text) => ({ commands: envelope, message: text }));

export const smtpSession: fc.Arbitrary<SmtpSession> = fc.record({
  batches: fc.array(fc.oneof({ weight: 2, arbitrary: noise }, { weight: 1, arbitrary: mail }), {
    minLength: 1,
    maxLength: 6,
  }),
  cuts: fc.array(fc.nat({ max: 500 }), { maxLength: 8 }),
  breaksOff: fc.boolean(),
});
