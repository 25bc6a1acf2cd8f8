import { CopyButton } from '../../shell/copy-button.js';
import { formatAddress } from '../../shell/address/address.js';
import type { Info } from '../../shell/workspace/info.js';
import type { PageProps } from '../../shell/page.js';
import { CopiedValues } from '../copied-values.js';
import { Section } from '../parts.js';
import { addressOf, routeOf } from '../route.js';
import { connectionOf } from './connection.js';
import type { ConnectionFacts } from './connection.js';
import { snippets } from './snippets.js';

/** What an application needs in order to talk to this workspace. */
export function ConnectSection(props: PageProps) {
  const { info, clip } = props;
  const part = routeOf(props.address).part;
  const open = snippets.find(({ path }) => path === part) ?? snippets[0];
  return (
    <Section
      title="Connect"
      lead="Point an application at this workspace: the API by its URL and a key, any other mail over SMTP."
    >
      {info && <ConnectionFacts info={info} {...{ clip }} />}
      <nav class="set-langs" aria-label="Languages and frameworks">
        {snippets.map(({ path, word }) => (
          <a
            key={path}
            class="filter"
            href={formatAddress(addressOf({ section: 'connect', part: path }))}
            aria-current={path === open.path ? 'true' : undefined}
          >
            {word}
          </a>
        ))}
      </nav>
      {info && <Snippet word={open.word} text={open.text(connectionOf(info))} clip={clip} />}
      {info && info.api_key === null && (
        <p class="muted">
          The key of this workspace was shown when it was made, and only its digest is kept:{' '}
          <a href="#/settings/keys">make another</a>.
        </p>
      )}
    </Section>
  );
}

function ConnectionFacts({ info, clip }: { info: Info; clip: PageProps['clip'] }) {
  const facts: ConnectionFacts = connectionOf(info);
  const rows: [string, string][] = [
    ['API', facts.api],
    ['Key', facts.key],
    ['SMTP', new URL(info.urls.smtp).host],
  ];
  if (facts.login) rows.push(['SMTP user', facts.login.user], ['SMTP password', facts.login.pass]);
  return <CopiedValues class="set-facts" values={rows} clip={clip} />;
}

const Snippet = ({ word, text, clip }: { word: string; text: string; clip: PageProps['clip'] }) => (
  <figure class="example">
    <figcaption>
      <b>{word}</b>
      <CopyButton clip={clip} text={text} label={`Copy the code for ${word}`} />
    </figcaption>
    <pre tabIndex={0}>{text}</pre>
  </figure>
);
