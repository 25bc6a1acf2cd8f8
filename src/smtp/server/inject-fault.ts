import type { SMTPServerSession } from 'smtp-server';
import type { SmtpStage } from '../../contract/fault.js';
import type { Timers } from '../../core/time/clock.js';
import type { Faults } from '../../core/traffic/faults.js';
import { ReplyError } from './receive.js';

/** Lets the faults of a workspace strike a session: goes on after their delay, or with the reply they put in place. */
export type FaultInjector = (
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
  ({ timers, faultsOf }: StrikeDeps): FaultInjector =>
  (session, stage, facts, proceed) => {
    const inject = faultsOf(session)?.matchSmtp(stage, facts) ?? null;
    if (!inject) return proceed(null);
    const { reply, delay } = inject;
    const refusal = reply && new ReplyError(reply.code, `${reply.status} ${reply.text}`.trim());
    if (delay === 0) return proceed(refusal);
    timers.after(delay, () => proceed(refusal));
  };
