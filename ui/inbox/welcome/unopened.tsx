import type { Info } from '../../shell/workspace/info.js';
import { KeyList } from '../../shell/keys/key-list.js';
import type { Clip } from '../../shell/use-copy.js';
import { inboxKeys } from '../key-words.js';
import { Endpoint } from './endpoint.js';
import { Flight } from './flight.js';

/** The right side while no message is open. */
export const Unopened = ({ info, clip }: { info: Info | null; clip: Clip }) => (
  <div class="unopened">
    <Flight />
    <KeyList class="keys" keys={inboxKeys.slice(0, 6)} />
    {info && (
      <dl class="endpoints">
        <Endpoint name="SMTP" value={info.urls.smtp} clip={clip} />
        <Endpoint name="API" value={info.urls.api} clip={clip} />
      </dl>
    )}
  </div>
);
