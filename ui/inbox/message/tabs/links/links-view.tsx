import type { LogEvent } from '../../../../../src/contract/event.js';
import type { Link } from '../../../../../src/contract/message.js';
import { Chip } from '../../../../shell/chip.js';
import { CopyButton } from '../../../../shell/copy-button.js';
import { Icon } from '../../../../shell/late-icons.js';
import type { Clip } from '../../../../shell/use-copy.js';
import { isWebUrl } from '../../../../words/link-words.js';
import { Nothing } from '../../nothing.js';
import type { PartProps } from '../../parts.js';
import { UnsubscribeCheck } from './unsubscribe-check.js';
import '../../../../shell/styles/pages.css';
import './links.css';
import { isolated } from '../../../../words/isolated.js';

interface Clicks {
  people: number;
  machines: number;
}

/** How often each link was followed. */
function clicksByUrl(events: readonly LogEvent[]): ReadonlyMap<string, Clicks> {
  const clicks = new Map<string, Clicks>();
  for (const { type, data } of events) {
    if (type !== 'email.clicked' || data.url === undefined) continue;
    const { people, machines } = clicks.get(data.url) ?? { people: 0, machines: 0 };
    clicks.set(data.url, data.bot ? { people, machines: machines + 1 } : { people: people + 1, machines });
  }
  return clicks;
}

export function LinksView(props: PartProps) {
  const { message, open, clip } = props;
  const clicks = clicksByUrl(open.events);
  return (
    <>
      {message.list_unsubscribe !== null && (
        <UnsubscribeCheck {...props} header={message.list_unsubscribe} key={message.id} />
      )}
      {message.links.length === 0 ? (
        <Nothing>This message has no links.</Nothing>
      ) : (
        <table class="table links">
          <thead>
            <tr>
              <th scope="col">Link</th>
              <th scope="col">Clicks</th>
              <th scope="col">
                <span class="hidden">Copy</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {message.links.map((link, at) => (
              <LinkRow key={at} link={link} clicks={clicks.get(link.url)} clip={clip} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

const LinkRow = ({ link, clicks, clip }: { link: Link; clicks: Clicks | undefined; clip: Clip }) => (
  <tr>
    <td>
      <div class="link-text" dir="auto">
        {link.text.trim() || '(no text)'}
      </div>
      {isWebUrl(link.url) ? (
        <a
          class="mono"
          href={link.tracked_url ?? link.url}
          target="_blank"
          rel="noopener noreferrer"
          title={link.tracked_url ? 'Open in a new tab, which counts as a click' : 'Open in a new tab'}
        >
          <bdi>{link.url}</bdi> <Icon name="external" size={14} />
        </a>
      ) : (
        <bdi class="mono">{link.url}</bdi>
      )}
    </td>
    <td class="link-clicks">
      {clicks ? (
        <Chip state="clicked" icon="pointer" title={clickWords(clicks)}>
          {clicks.people}
          {clicks.machines > 0 && <span class="chip-detail">+{clicks.machines} by machines</span>}
        </Chip>
      ) : (
        <span class="muted" title={link.tracked_url ?? 'Clicks of this link are not counted'}>
          {link.tracked_url ? 'no clicks' : 'not tracked'}
        </span>
      )}
    </td>
    <td>
      <CopyButton clip={clip} text={link.url} label={`Copy ${isolated(link.url)}`} />
    </td>
  </tr>
);

const clickWords = ({ people, machines }: Clicks): string =>
  `Followed ${people}× by people${machines > 0 ? `, ${machines}× by machines such as scanners` : ''}`;
