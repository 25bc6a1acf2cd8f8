import type { Link, Message } from '../../../../src/contract/message.js';
import { Chip } from '../../../shell/chip.js';
import { CopyButton } from '../../../shell/copy-button.js';
import { Icon } from '../../../shell/icons.js';
import type { Clip } from '../../../shell/use-copy.js';
import { Nothing } from './text-view.js';

export const LinksView = ({ message, clip }: { message: Message; clip: Clip }) =>
  message.links.length === 0 ? (
    <Nothing>This message has no links.</Nothing>
  ) : (
    <table class="table links">
      <thead>
        <tr>
          <th scope="col">Link</th>
          <th scope="col">Tracked</th>
          <th scope="col">
            <span class="hidden">Copy</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {message.links.map((link, at) => (
          <LinkRow key={at} link={link} clip={clip} />
        ))}
      </tbody>
    </table>
  );

/** A mail may name any scheme, also ones that run scripts: only web pages become links here. */
const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

const LinkRow = ({ link, clip }: { link: Link; clip: Clip }) => (
  <tr>
    <td>
      <div class="link-text" dir="auto">
        {link.text.trim() || '(no text)'}
      </div>
      {isWeb(link.url) ? (
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
    <td>
      {link.tracked_url ? (
        <Chip state="clicked" icon="pointer" title={link.tracked_url}>
          yes
        </Chip>
      ) : (
        <span class="muted">no</span>
      )}
    </td>
    <td>
      <CopyButton clip={clip} text={link.url} label={`Copy ${link.url}`} />
    </td>
  </tr>
);
