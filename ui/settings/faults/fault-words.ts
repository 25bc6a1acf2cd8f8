import type { CreatedFault, SmtpStage } from '../../../src/contract/fault.js';
import { spanWords } from '../../words/time-words.js';
import { countWords } from '../../words/count-words.js';
import { isolated } from '../../words/isolated.js';

/** The steps of a session, in the form and of a rule. */
export const stageWords: Record<SmtpStage, string> = {
  connect: 'connecting',
  ehlo: 'EHLO',
  auth: 'AUTH',
  mail: 'MAIL FROM',
  rcpt: 'RCPT TO',
  data: 'DATA',
  end: 'the end of the mail',
};

/** Where a fault is injected: `POST /v2/contacts`, `SMTP at RCPT TO`. */
export function placeOf(fault: CreatedFault): string {
  if (!('smtp' in fault))
    return `${fault.match.method === '*' ? 'Any method' : fault.match.method} ${isolated(fault.match.path)}`;
  const { stage, match } = fault.smtp;
  const parts = [match.from && `from ${isolated(match.from)}`, match.to && `to ${isolated(match.to)}`].filter(
    Boolean,
  );
  return [`SMTP at ${stageWords[stage]}`, ...parts].join(', ');
}

/** What it makes of a call or session. */
export function effectOf(fault: CreatedFault): string {
  const { delay } = 'smtp' in fault ? fault.smtp : fault;
  const effects = 'smtp' in fault ? [fault.smtp.reply && replyWords(fault.smtp.reply)] : [answerWords(fault)];
  if (delay > 0) effects.push(`held back ${spanWords(delay)}`);
  return effects.filter(Boolean).join(', ');
}

const replyWords = (reply: unknown): string =>
  typeof reply === 'string' ? reply : Object.values(reply as Record<string, unknown>).join(' ');

function answerWords(fault: Exclude<CreatedFault, { smtp: object }>): string {
  if (fault.socket) return fault.socket === 'reset' ? 'the connection drops' : 'no answer ever comes';
  return fault.respond ? `answered ${fault.respond.status} ${fault.respond.code ?? ''}`.trim() : '';
}

/** How often and how surely: "2 of 3 times, in 50%". */
export function useOf({ hits, times, probability }: CreatedFault): string {
  const count =
    times === null ? `${countWords(hits, 'time')} so far` : `${hits} of ${countWords(times, 'time')}`;
  return probability < 1 ? `${count}, in ${Math.round(probability * 100)}%` : count;
}
