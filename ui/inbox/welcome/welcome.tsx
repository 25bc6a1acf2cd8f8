import { CopyButton } from '../../shell/copy-button.js';
import { campaignExample } from '../../shell/examples.js';
import type { Info } from '../../shell/workspace/info.js';
import type { Clip } from '../../shell/use-copy.js';
import type { MailState } from '../../words/mail-state.js';
import { StateMark } from '../state-marks.js';
import { Endpoint } from './endpoint.js';
import { smtpExample } from './examples.js';
import { Flight } from './flight.js';
import '../../shell/styles/pages.css';
import '../styles/welcome.css';

const outcomes: readonly { tag: string; state: MailState; word: string }[] = [
  { tag: '+open', state: 'opened', word: 'gets opened' },
  { tag: '+click', state: 'clicked', word: 'gets clicked' },
  { tag: '+bounce', state: 'bounced', word: 'bounces' },
  { tag: '+defer', state: 'deferred', word: 'is deferred' },
  { tag: '+unsubscribe', state: 'unsubscribed', word: 'unsubscribes' },
  { tag: '+spam', state: 'spam', word: 'complains' },
];

/** The empty inbox: the commands that fill it, ready to copy. */
export const Welcome = ({ info, clip }: { info: Info; clip: Clip }) => (
  <section class="welcome" aria-labelledby="welcome-title">
    <div class="welcome-body">
      <Flight />
      <h1 id="welcome-title">Nothing has landed yet</h1>
      <p class="lead">
        Mail sent through this emulator appears here the moment it arrives. It never leaves this machine.
      </p>
      <dl class="endpoints">
        <Endpoint name="SMTP" value={info.urls.smtp} clip={clip} />
        <Endpoint name="API" value={info.urls.api} clip={clip} />
        {info.api_key && <Endpoint name="Key" value={info.api_key} clip={clip} />}
      </dl>
      <Example title="Send a mail over SMTP" text={smtpExample(info)} clip={clip} />
      <Example
        title="Send a campaign over the API"
        text={campaignExample(info, 'ada@example.com')}
        clip={clip}
      />
      {info.api_key === null && (
        <p class="muted">
          Put in the key of this workspace: it was shown when the workspace was made, and only its digest is
          kept.
        </p>
      )}
      <h2>Let things happen</h2>
      <p class="muted">The tag of an address decides what becomes of its mail.</p>
      <ul class="outcomes">
        {outcomes.map(({ tag, state, word }) => (
          <li key={tag}>
            <button
              type="button"
              class="outcome"
              title="Copy this address"
              aria-label={`Copy ada${tag}@example.com: ${word}`}
              onClick={() => clip.copy(`ada${tag}@example.com`)}
            >
              <StateMark state={state} />
              <code>
                ada<b>{tag}</b>@example.com
              </code>
              <span class="muted">{clip.copied === `ada${tag}@example.com` ? 'copied' : word}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  </section>
);

const Example = ({ title, text, clip }: { title: string; text: string; clip: Clip }) => (
  <figure class="example">
    <figcaption>
      <h2>{title}</h2>
      <CopyButton clip={clip} text={text} label={`Copy: ${title}`} />
    </figcaption>
    <pre tabIndex={0}>{text}</pre>
  </figure>
);
