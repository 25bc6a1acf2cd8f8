import type { Message } from '../../../src/contract/message.js';
import type { Fetched } from '../../shell/use-fetched.js';
import { exactWords, spanWords } from '../../words/time-words.js';
import type { Transcript } from '../api.js';
import { StateChip } from '../state-marks.js';
import { Nothing } from './content-views.js';

export function SmtpView({ message, transcript }: { message: Message; transcript: Fetched<Transcript> }) {
  const { envelope, bounce } = message;
  return (
    <div class="smtp">
      <dl class="address-table">
        <div>
          <dt>Sender</dt>
          <dd class="mono">{envelope.from === '' ? '<> (none)' : envelope.from}</dd>
        </div>
        <div>
          <dt>Recipients</dt>
          <dd class="mono">{envelope.to.join(', ')}</dd>
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
            <dd class="mono bad">
              {bounce.diagnostic.startsWith(String(bounce.smtp_code))
                ? bounce.diagnostic
                : `${bounce.smtp_code} ${bounce.status} ${bounce.diagnostic}`}
            </dd>
          </div>
        )}
      </dl>
      <h3>Session</h3>
      <Session transcript={transcript} />
    </div>
  );
}

function Session({ transcript }: { transcript: Fetched<Transcript> }) {
  if (transcript.phase === 'loading') return <div class="late">Fetching the session…</div>;
  if (transcript.phase === 'failed')
    return <Nothing>No transcript of this session is kept any more, or it had none.</Nothing>;
  const { client, started_at, lines } = transcript.value;
  const start = Date.parse(started_at);
  return (
    <>
      <p class="muted">
        {client} · {exactWords(started_at)}
      </p>
      <ol class="transcript">
        {lines.map(({ at, from, text }, index) => (
          <li key={index} class={from}>
            <span class="offset">+{spanWords(Math.max(0, Date.parse(at) - start))}</span>
            <span class="speaker" title={from}>
              {from === 'client' ? 'C' : 'S'}
            </span>
            <span class={from === 'server' && /^[45]\d\d/.test(text) ? 'said bad' : 'said'}>{text}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
