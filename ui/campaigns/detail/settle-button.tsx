import { useState } from 'preact/hooks';
import type { CampaignReport } from '../../../src/contract/campaign-report.js';
import { ActButton } from '../../shell/act-button.js';
import { Confirm } from '../../shell/dialogs/confirm.js';
import { reasonOf } from '../../shell/workspace/control.js';
import { Icon } from '../../shell/late-icons.js';
import type { PageProps } from '../../shell/page.js';
import { exactWords, spanWords } from '../../words/time-words.js';
import { advanceUntilSettled } from './advance-until-settled.js';

/** Moves the clock until nothing more is to happen to the mail of a campaign; says before what that means. */
export function SettleButton({ report, control, show, now }: PageProps & { report: CampaignReport }) {
  const [phase, setPhase] = useState<'idle' | 'asking' | 'moving'>('idle');
  const { campaign, progress } = report;
  const isSending = campaign.status === 'sending';
  const until = progress.settles_at;
  const isOver = !isSending && until === null;
  async function settle() {
    setPhase('moving');
    try {
      const moved = await advanceUntilSettled(control, campaign.id);
      show(
        moved > 0
          ? `The clock is ${spanWords(moved)} further: everything has happened`
          : 'Everything has happened',
      );
    } catch (error) {
      show(reasonOf(error), 'bad');
    } finally {
      setPhase('idle');
    }
  }
  return (
    <>
      <ActButton
        class="button quiet"
        isOff={isOver || phase === 'moving'}
        title={isOver ? 'Nothing more is scheduled for the mail of this campaign' : undefined}
        onClick={() => setPhase('asking')}
      >
        <Icon name="forward" size={14} />{' '}
        {phase === 'moving' ? 'The clock is moving…' : isOver ? 'Settled' : 'Advance until it settles'}
      </ActButton>
      {phase === 'asking' && (
        <Confirm
          title={
            until === null
              ? 'Advance the clock until it settles?'
              : `Advance the clock by ${spanWords(Math.max(0, Date.parse(until) - now))}?`
          }
          text={`${
            until === null ? 'When its mail is sent, the' : `To ${exactWords(until)}. The`
          } opens, clicks, bounces and retries of this campaign then all happen, each at its own time, and so does whatever else falls due in the workspace: scheduled campaigns and webhook retries. The clock stays ahead until you set it back.`}
          action="Advance the clock"
          isHarmless
          onConfirm={() => void settle()}
          onCancel={() => setPhase('idle')}
        />
      )}
    </>
  );
}
