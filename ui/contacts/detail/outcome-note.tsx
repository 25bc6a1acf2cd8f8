import type { ContactOutcome } from '../../../src/contract/contact-outcome.js';
import { Icon } from '../../shell/late-icons.js';
import { outcomeState, outcomeWords } from './outcome-words.js';

/** What mail to a contact comes to, and by which rule. */
export function OutcomeNote({ outcome }: { outcome: ContactOutcome }) {
  const { by, what } = outcomeWords(outcome);
  const state = outcomeState(outcome);
  return (
    <p class={`notice ${state === null ? '' : `state-${state}`}`} data-testid="outcome">
      <Icon name={outcome.bot ? 'bot' : 'mail'} />
      <span>
        <b>
          <bdi>{by}</bdi>
        </b>
        : {what}.
        {outcome.skipped === 'unsubscribed' && ' Campaigns leave this contact out: it is unsubscribed.'}
      </span>
    </p>
  );
}
