import type { Info } from '../../shell/info.js';
import type { Clip } from '../../shell/use-copy.js';
import { inboxKeys } from '../key-words.js';
import { Endpoint } from './endpoint.js';
import { Flight } from './flight.js';

/** The right side while no message is open. */
export const Unopened = ({ info, clip }: { info: Info | null; clip: Clip }) => (
  <div class="unopened">
    <Flight />
    <dl class="keys">
      {inboxKeys.slice(0, 6).map(([key, word]) => (
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
      <dl class="endpoints">
        <Endpoint name="SMTP" value={info.urls.smtp} clip={clip} />
        <Endpoint name="API" value={info.urls.api} clip={clip} />
      </dl>
    )}
  </div>
);
