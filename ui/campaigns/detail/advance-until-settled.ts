import type { CampaignReport } from '../../../src/contract/campaign-report.js';
import type { ClockState } from '../../../src/contract/clock.js';
import type { Control } from '../../shell/workspace/control.js';

/** A deferred mail is retried three times, and each retry brings what follows from it. */
const mostMoves = 8;
const timeoutMs = 60_000;

/** Moves the clock to the last of what is scheduled for a campaign, until nothing is; answers by how many ms. */
export async function advanceUntilSettled(control: Control, id: string): Promise<number> {
  const ask = <T>(path: string) => control.data<T>(path, AbortSignal.timeout(timeoutMs));
  const timeNow = async () => Date.parse((await ask<ClockState>('/clock')).now);
  const start = await timeNow();
  for (let move = 0; move < mostMoves; move += 1) {
    await control.change('POST', '/settle', {});
    const { progress } = await ask<CampaignReport>(`/campaigns/${id}`);
    if (progress.settles_at === null) break;
    const by = Date.parse(progress.settles_at) - (await timeNow());
    // Times on the wire have whole seconds.
    await control.change('POST', '/clock/advance', { by: Math.max(0, by) + 1000 });
  }
  return (await timeNow()) - start;
}
