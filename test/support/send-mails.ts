import { createTransport } from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import type { EmulatorHandle } from '../../src/index.js';

/** Sends mails from outside, one a subject, over one connection; resolves when all were taken in, in this order. */
export async function sendMails(
  { smtp }: Pick<EmulatorHandle, 'smtp'>,
  subjects: readonly string[],
  extra: Pick<SendMailOptions, 'attachments' | 'html' | 'to'> = {},
): Promise<void> {
  const client = createTransport({
    ...smtp,
    secure: false,
    pool: true,
    maxConnections: 1,
    maxMessages: Infinity,
  });
  try {
    await Promise.all(
      subjects.map((subject) =>
        client.sendMail({ from: 'a@x.test', to: 'b@x.test', subject, text: `About ${subject}`, ...extra }),
      ),
    );
  } finally {
    client.close();
  }
}
