import { Fragment } from 'preact';
import { useCallback } from 'preact/hooks';
import { useFetched } from '../../../../shell/loading/use-fetched.js';
import { exactWords, spanWords } from '../../../../words/time-words.js';
import type { MessageApi } from '../../message-api.js';
import { StateChip } from '../../../state-marks.js';
import { Nothing } from '../../nothing.js';
import type { PartProps } from '../../parts.js';
import './history.css';

export function SmtpView({ api, message, version }: PartProps) {
  const { envelope, bounce } = message;
  return (
    <div class="smtp">
      <dl class="address-table">
        <div>
          <dt>Sender</dt>
          <dd class="mono">{envelope.from === '' ? '<> (none)' : <bdi>{envelope.from}</bdi>}</dd>
        </div>
        <div>
          <dt>Recipients</dt>
          <dd class="mono">
            {envelope.to.map((address, at) => (
              <Fragment key={at}>
                {at > 0 && ', '}
                <bdi>{address}</bdi>
              </Fragment>
            ))}
          </dd>
        </div>
        <div>
          <dt>Status</dt>
          <dd>
            <StateChip state={message.status} />
          </dd>
        </div>
        {bounce && (
          <div>
            <dt>Reply</dt>
            <dd class="mono bad" dir="auto">
              {bounce.diagnostic.startsWith(String(bounce.smtp_code))
                ? bounce.diagnostic
                : `${bounce.smtp_code} ${bounce.status} ${bounce.diagnostic}`}
            </dd>
          </div>
        )}
      </dl>
      <h2>Session</h2>
      {message.transcript_id === null ? <NoSession /> : <Session {...{ api, version }} id={message.id} />}
    </div>
  );
}

const NoSession = () => <Nothing>No transcript of this session is kept any more, or it had none.</Nothing>;

function Session({ api, id, version }: { api: MessageApi; id: string; version: string }) {
  const load = useCallback((signal: AbortSignal) => api.transcript(id, signal), [api, id, version]);
  const transcript = useFetched(load);
  if (transcript.phase === 'loading') return <div class="late">Fetching the session…</div>;
  if (transcript.phase === 'failed') return <NoSession />;
  const { client, started_at, lines } = transcript.value;
  const start = Date.parse(started_at);
  return (
    <>
      <p class="muted">
        <bdi>{client}</bdi> · {exactWords(started_at)}
      </p>
      <ol class="transcript">
        {lines.map(({ at, from, text }, index) => (
          <li key={index} class={from}>
            <span class="offset">+{spanWords(Math.max(0, Date.parse(at) - start))}</span>
            <span class="speaker" title={from}>
              {from === 'client' ? 'C' : 'S'}
            </span>
            <span class={from === 'server' && /^[45]\d\d/.test(text) ? 'said bad' : 'said'} dir="auto">
              {text}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
