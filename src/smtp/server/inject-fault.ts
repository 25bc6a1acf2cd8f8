import type { SmtpStage } from '../../contract/fault.js';
import type { Faults, SmtpFacts } from '../../core/traffic/faults.js';
import { ReplyError } from './receive.js';

/** A stage that a session has reached, and what is known of it there. */
export interface ReachedStage {
  /** `default` until the workspace of the session is known. */
  workspace: string;
  stage: SmtpStage;
  facts?: SmtpFacts;
}

/** Injects the fault of a workspace into a session: goes on after its delay, or with the refusal that it asks for. */
export type FaultInjector = (reached: ReachedStage, proceed: (refusal: ReplyError | null) => void) => void;

export interface FaultInjectorDeps {
  /** The faults of a workspace; null where there is no such workspace. */
  faultsOf(workspace: string): Faults | null;
}

export const createFaultInjector =
  ({ faultsOf }: FaultInjectorDeps): FaultInjector =>
  ({ workspace, stage, facts = {} }, proceed) => {
    const faults = faultsOf(workspace);
    const injected = faults?.matchSmtp(stage, facts) ?? null;
    if (!faults || !injected) return proceed(null);
    const { reply, delay, rule } = injected;
    const refusal = reply && new ReplyError(reply.code, `${reply.status} ${reply.text}`.trim());
    if (delay === 0) return proceed(refusal);
    void faults.pause({ rule, delay }).then(
      () => proceed(refusal),
      () => proceed(new ReplyError(421, '4.3.2 The workspace is gone')),
    );
  };
