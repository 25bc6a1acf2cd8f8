import { useMemo } from 'preact/hooks';
import type { Header, Link, Message } from '../../../src/contract/message.js';
import { Chip } from '../../shell/chip.js';
import { CopyButton } from '../../shell/copy-button.js';
import { Icon } from '../../shell/icons.js';
import type { Clip } from '../../shell/use-copy.js';
import type { Fetched } from '../../shell/use-fetched.js';
import { sizeWords } from '../../words/size-words.js';
import { tokensOf } from './html-tokens.js';

export const Nothing = ({ children }: { children: string }) => <p class="nothing">{children}</p>;

export const TextView = ({ text }: { text: string | null }) =>
  text === null || text.trim() === '' ? (
    <Nothing>This message has no text part.</Nothing>
  ) : (
    <pre class="mail-text">{text}</pre>
  );

export function SourceView({ html, clip }: { html: string | null; clip: Clip }) {
  const tokens = useMemo(() => tokensOf(html ?? ''), [html]);
  if (html === null) return <Nothing>This message has no HTML part.</Nothing>;
  return (
    <div class="code-view">
      <CopyButton clip={clip} text={html} label="Copy the HTML source" />
      <pre>
        {tokens.map(({ kind, text }, at) =>
          kind === 'text' ? (
            text
          ) : (
            <span key={at} class={`code-${kind}`}>
              {text}
            </span>
          ),
        )}
      </pre>
    </div>
  );
}

/** More than this in one element makes browsers slow; the download has it all. */
const maxRaw = 600_000;

export function RawView({ raw, clip }: { raw: Fetched<string>; clip: Clip }) {
  if (raw.phase === 'loading') return <div class="late">Fetching the message as received…</div>;
  if (raw.phase === 'failed') return <Nothing>{raw.issue}</Nothing>;
  const { value } = raw;
  return (
    <div class="code-view">
      <CopyButton clip={clip} text={value} label="Copy the raw message" />
      {value.length > maxRaw && (
        <p class="notice">
          <Icon name="info" />
          <span>
            The first {sizeWords(maxRaw)} of {sizeWords(value.length)}. Download the .eml for all of it.
          </span>
        </p>
      )}
      <pre>{value.slice(0, maxRaw)}</pre>
    </div>
  );
}

export const HeadersView = ({ headers }: { headers: readonly Header[] }) =>
  headers.length === 0 ? (
    <Nothing>No headers could be read.</Nothing>
  ) : (
    <table class="table headers">
      <thead>
        <tr>
          <th scope="col">Header</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {headers.map(({ name, value }, at) => (
          <tr key={at}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );

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
      <div class="link-text">{link.text.trim() || '(no text)'}</div>
      {isWeb(link.url) ? (
        <a
          class="mono"
          href={link.tracked_url ?? link.url}
          target="_blank"
          rel="noopener noreferrer"
          title={link.tracked_url ? 'Open in a new tab, which counts as a click' : 'Open in a new tab'}
        >
          {link.url} <Icon name="external" size={14} />
        </a>
      ) : (
        <span class="mono">{link.url}</span>
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
