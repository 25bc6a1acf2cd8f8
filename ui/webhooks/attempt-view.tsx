import { useState } from 'preact/hooks';
import type { Delivery } from '../../src/contract/delivery.js';
import { HttpSide, Values } from '../shell/http-side.js';
import { Icon } from '../shell/late-icons.js';
import type { PageProps } from '../shell/page.js';
import { rowTimeWords } from '../words/time-phrases.js';
import { exactWords, spanWords } from '../words/time-words.js';
import { endOf, isAccepted } from './delivery-words.js';

type Attempt = Delivery['attempts'][number];

export interface AttemptViewProps {
  attempt: Attempt;
  /** The headers that are shown with the request, which is the same but for some of them. */
  shownHeaders: Attempt['request_headers'];
  isNewest: boolean;
  now: number;
  clip: PageProps['clip'];
}

/** One attempt: how it ended, and what came back. Those before the newest are folded. */
export function AttemptView({ attempt, isNewest, now, ...props }: AttemptViewProps) {
  // What is being read stays open when another attempt comes.
  const [isOpen] = useState(isNewest);
  return (
    <section class="attempt" aria-label={`Attempt ${attempt.number}`}>
      <details open={isOpen}>
        <summary>
          <b class={isAccepted(attempt) ? '' : 'bad'}>
            Attempt {attempt.number}: <bdi>{endOf(attempt)}</bdi>
          </b>{' '}
          <small class="muted">
            {spanWords(attempt.duration_ms)} ·{' '}
            <time dateTime={attempt.at} title={exactWords(attempt.at)}>
              {rowTimeWords(Date.parse(attempt.at), now)}
            </time>
          </small>
        </summary>
        <AttemptBody attempt={attempt} {...props} />
      </details>
    </section>
  );
}

function AttemptBody({ attempt, shownHeaders, clip }: Omit<AttemptViewProps, 'isNewest' | 'now'>) {
  const { number, status, faults, trimmed, request_headers } = attempt;
  const others = Object.entries(request_headers).filter(([name, value]) => shownHeaders[name] !== value);
  return (
    <div class="attempt-body">
      {faults.length > 0 && (
        <p class="notice state-deferred">
          <Icon name="warning" /> <span>Faults on purpose: {faults.join(', ')}</span>
        </p>
      )}
      {trimmed && <p class="muted">An old attempt: its headers and answer were dropped to save memory.</p>}
      {!trimmed && status === null && <p class="muted">Nothing was answered.</p>}
      {!trimmed && status !== null && (
        <HttpSide
          title="Answer"
          of={`attempt ${number}`}
          headers={attempt.response_headers}
          body={attempt.response_body}
          size={null}
          clip={clip}
        />
      )}
      {others.length > 0 && (
        <div>
          <h4>Sent with other headers than the newest</h4>
          <Values entries={others} label={`Other headers of attempt ${number}`} />
        </div>
      )}
    </div>
  );
}
