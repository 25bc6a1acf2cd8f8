import { CopyButton } from '../shell/copy-button.js';
import type { Info } from '../shell/info.js';
import type { Clip } from '../shell/use-copy.js';
import type { MailState } from '../words/mail-state.js';
import { apiExample, smtpExample } from './examples.js';
import { StateMark } from './state-marks.js';

const fates: readonly { tag: string; state: MailState; word: string }[] = [
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
      <dl class="doors">
        <Door name="SMTP" value={info.urls.smtp} clip={clip} />
        <Door name="API" value={info.urls.api} clip={clip} />
        {info.api_key && <Door name="Key" value={info.api_key} clip={clip} />}
      </dl>
      <Example title="Send a mail over SMTP" text={smtpExample(info)} clip={clip} />
      <Example title="Send a campaign over the API" text={apiExample(info)} clip={clip} />
      {info.api_key === null && (
        <p class="muted">
          Put in the key of this workspace: it was shown when the workspace was made, and only its digest is
          kept.
        </p>
      )}
      <h2>Let things happen</h2>
      <p class="muted">The tag of an address decides what becomes of its mail.</p>
      <ul class="fates">
        {fates.map(({ tag, state, word }) => (
          <li key={tag}>
            <button
              type="button"
              class="fate"
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

const Door = ({ name, value, clip }: { name: string; value: string; clip: Clip }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <code>{value}</code>
      <CopyButton clip={clip} text={value} label={`Copy ${name} ${value}`} />
    </dd>
  </div>
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

/** An envelope under way. */
const Flight = () => (
  <svg class="flight" viewBox="0 0 240 84" width="240" height="84" aria-hidden="true">
    <path class="track" d="M4 66C40 70 58 28 96 34" />
    <g class="drone">
      <path class="rotor" d="M99 20h26M151 20h26" />
      <path class="arm" d="M112 20v12M164 20v12" />
      <rect class="body" x="106" y="32" width="64" height="42" rx="7" />
      <path class="flap" d="m109 38 29 20 29-20" />
    </g>
    <path class="track" d="M182 46c16-6 34-8 52-6" />
  </svg>
);

const keys: readonly [string, string][] = [
  ['j k', 'next, previous'],
  ['Enter', 'open'],
  ['/', 'search'],
  ['u', 'read, unread'],
  ['#', 'delete'],
  ['Esc', 'back'],
];

/** The right side while no message is open. */
export const Unopened = ({ info, clip }: { info: Info | null; clip: Clip }) => (
  <div class="unopened">
    <Flight />
    <dl class="keys">
      {keys.map(([key, word]) => (
        <div key={key}>
          <dt>
            {key.split(' ').map((one) => (
              <kbd key={one}>{one}</kbd>
            ))}
          </dt>
          <dd>{word}</dd>
        </div>
      ))}
    </dl>
    {info && (
      <dl class="doors">
        <Door name="SMTP" value={info.urls.smtp} clip={clip} />
        <Door name="API" value={info.urls.api} clip={clip} />
      </dl>
    )}
  </div>
);
