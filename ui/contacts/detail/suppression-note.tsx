import type { Suppression } from '../../../src/contract/suppression.js';
import { reasonOf } from '../../shell/workspace/control.js';
import { Icon } from '../../shell/late-icons.js';
import type { PageProps } from '../../shell/page.js';
import { exactWords, relativeWords } from '../../words/time-words.js';
import { suppressionMarks } from '../contact-words.js';

/** Why campaigns leave an address out, since when and by which mail, and the way to lift that. */
export function SuppressionNote({
  control,
  show,
  now,
  suppression,
}: PageProps & { suppression: Suppression }) {
  const { address, reason, since, message_id, message_kept } = suppression;
  const { state, sentence } = suppressionMarks[reason];
  const lift = () =>
    control.change('DELETE', `/suppressions/${encodeURIComponent(address)}`).then(
      () => show('The suppression is lifted: campaigns go to this address again'),
      (error: unknown) => show(reasonOf(error), 'bad'),
    );
  return (
    <div class={`notice contacts-suppression state-${state}`}>
      <Icon name="warning" />
      <span>
        <b>{sentence}</b>, so campaigns leave it out.{' '}
        <time dateTime={since} title={relativeWords(since, now)}>
          Since {exactWords(since)}
        </time>
        {message_kept && (
          <>
            {', by '}
            <a href={`#/inbox/${message_id}`}>this mail</a>
          </>
        )}
      </span>
      <button type="button" class="button" onClick={() => void lift()}>
        Lift
      </button>
    </div>
  );
}
