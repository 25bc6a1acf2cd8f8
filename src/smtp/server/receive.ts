import type { SmtpReply } from '../../contract/smtp-reply.js';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { AppError, errorTable } from '../../contract/errors.js';
import type { Sink } from '../../core/inbox/sink.js';
import { joinInSlices } from '../copy-in-slices.js';
import type { Intake } from '../../core/traffic/intake.js';

/** An error with the reply that the client is to get. */
export class ReplyError extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
    this.name = 'ReplyError';
  }
}

/** How much memory a mail may hold besides its own, such as the command that came right behind it. */
const maxSpare = 4096;

/** A mail that came in one piece has its memory to itself, for each piece is read into memory of its own. */
function whole(chunks: readonly Buffer[], size: number): Buffer | Promise<Buffer> {
  const [only] = chunks;
  const isAlone = only && chunks.length === 1 && only.buffer.byteLength - size <= maxSpare;
  return isAlone ? only : joinInSlices(chunks, size);
}

const tooSlow = new ReplyError(
  452,
  '4.3.1 More large mail comes in than the emulator takes at once, and this one did not go on',
);

/** All bytes of a message. Rejects with a reply where it is larger than the limit; then the rest is read and thrown away. */
function collect({ stream, intake, maxBytes }: Pick<MailTransaction, 'stream' | 'intake' | 'maxBytes'>) {
  const chunks: Buffer[] = [];
  let size = 0;
  let refusal: ReplyError | null = null;
  const refuse = (reply: ReplyError) => {
    refusal ??= reply;
    chunks.length = 0;
  };
  const share = intake.begin({
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
    giveUp: () => refuse(tooSlow),
  });
  const bytes = new Promise<Buffer>((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes)
        refuse(new ReplyError(552, `5.3.4 Message exceeds the maximum size of ${maxBytes} bytes`));
      if (refusal) return;
      chunks.push(chunk);
      share.grow(size);
    });
    stream.on('end', () => {
      share.complete();
      if (refusal) reject(refusal);
      else resolve(whole(chunks, size));
    });
    stream.on('error', reject);
  });
  return { bytes, end: share.end };
}

/** The reply of the sink as smtp-server wants it: a text for success, an error otherwise. */
function toOutcome(reply: SmtpReply): string {
  const text = `${reply.status} ${reply.text}`.trim();
  if (reply.code >= 400) throw new ReplyError(reply.code, text);
  return text;
}

/** The SMTP side of the one table of errors; a defect of ours is a temporary failure, so that nothing is lost. */
export function toReplyError(error: unknown): ReplyError {
  if (error instanceof ReplyError) return error;
  const code = error instanceof AppError ? error.code : 'INTERNAL_SERVER_ERROR';
  const [reply = '451', status = '4.3.0'] = errorTable[code].smtp.split(' ');
  return new ReplyError(Number(reply), `${status} ${(error as Error).message.split('\n')[0]}`);
}

/** A message that comes in, and where it goes. */
export interface MailTransaction {
  stream: SMTPServerDataStream;
  session: SMTPServerSession;
  sink: Sink;
  /** Refuses the message in place of the sink; null lets it in. */
  refusal(): Promise<ReplyError | null>;
  maxBytes: number;
  intake: Intake;
}

/** Takes one message in: reads it whole, gives it to the sink, answers with the sink's reply. */
export async function receive(transaction: MailTransaction): Promise<string> {
  const { bytes, end } = collect(transaction);
  try {
    return await deliver(transaction, await bytes);
  } finally {
    end();
  }
}

async function deliver({ session, sink, refusal }: MailTransaction, raw: Buffer): Promise<string> {
  const refused = await refusal();
  if (refused) throw refused;
  const { mailFrom, rcptTo } = session.envelope;
  return toOutcome(
    await sink.receive({
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(({ address }) => address),
      raw,
      transcript_id: session.id,
    }),
  );
}
