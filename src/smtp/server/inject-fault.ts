import type { SMTPServerSession } from 'smtp-server';
import type { SmtpStage } from '../../contract/fault.js';
import type { Timers } from '../../core/time/clock.js';
import type { Faults } from '../../core/traffic/faults.js';
import { ReplyError } from './receive.js';

/** Lets the faults of a workspace strike a session: goes on after their delay, or with the reply they put in place. */
export type Strike = (
  session: SMTPServerSession,
  stage: SmtpStage,
  facts: { from?: string; to?: readonly string[] },
  proceed: (refusal: ReplyError | null) => void,
) => void;

export interface StrikeDeps {
  timers: Timers;
  faultsOf(session: SMTPServerSession): Faults | null;
}

export const createStrike =
  ({ timers, faultsOf }: StrikeDeps): Strike =>
  (session, stage, facts, proceed) => {
    const strike = faultsOf(session)?.matchSmtp(stage, facts) ?? null;
    if (!strike) return proceed(null);
    const { reply, delay } = strike;
    const refusal = reply && new ReplyError(reply.code, `${reply.status} ${reply.text}`.trim());
    if (delay === 0) return proceed(refusal);
    timers.after(delay, () => proceed(refusal));
  };
