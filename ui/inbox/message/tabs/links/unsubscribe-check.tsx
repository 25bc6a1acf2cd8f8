import { useState } from 'preact/hooks';
import { ActButton } from '../../../../shell/act-button.js';
import { reasonOf } from '../../../../shell/workspace/control.js';
import { CopyButton } from '../../../../shell/copy-button.js';
import { Icon } from '../../../../shell/late-icons.js';
import { shellQuote } from '../../../../words/shell-quote.js';
import type { PartProps } from '../../parts.js';
import { oneClickBody, ownPathOf, postOneClick, readOneClick } from './one-click.js';

type Outcome = { isGood: boolean; words: string };

/** The header by which mailboxes offer to unsubscribe, and a button that does what theirs does. */
export function UnsubscribeCheck({
  message,
  header,
  info,
  clip,
}: Pick<PartProps, 'message' | 'info' | 'clip'> & { header: string }) {
  const { targets, web, post } = readOneClick(header, message.headers);
  const isComplete = web !== null && post?.trim().toLowerCase() === oneClickBody.toLowerCase();
  return (
    <section class="unsubscribe" aria-labelledby="unsubscribe-title">
      <h2 id="unsubscribe-title">List-Unsubscribe</h2>
      <ul>
        {(targets.length > 0 ? targets : [header]).map((target, at) => (
          <li key={at} class="mono">
            <bdi>{target}</bdi>
          </li>
        ))}
      </ul>
      <p class={isComplete ? 'check state-delivered' : 'check state-deferred'}>
        <Icon name={isComplete ? 'check' : 'warning'} />
        <span>
          {isComplete ? 'Mailboxes can offer one click to unsubscribe (RFC 8058).' : faultOf(web, post)}
        </span>
      </p>
      {isComplete && <OneClickTest url={web} own={ownAddresses(info)} clip={clip} />}
    </section>
  );
}

function faultOf(web: string | null, post: string | null): string {
  if (web === null) return 'There is no web address in it, so mailboxes cannot offer one click (RFC 8058).';
  if (post === null)
    return `The header List-Unsubscribe-Post: ${oneClickBody} is missing, so mailboxes offer no one click (RFC 8058).`;
  return `List-Unsubscribe-Post says something other than ${oneClickBody}, so mailboxes offer no one click (RFC 8058).`;
}

/** The addresses by which this emulator may be called in its mail. */
function ownAddresses(info: PartProps['info']): string[] {
  const { publicUrl } = info?.settings ?? {};
  return [location.origin, info?.urls.http, publicUrl].filter((url) => typeof url === 'string');
}

interface OneClickTestProps extends Pick<PartProps, 'clip'> {
  url: string;
  /** The addresses of this emulator. */
  own: readonly string[];
}

function OneClickTest({ url, own, clip }: OneClickTestProps) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isBusy, setBusy] = useState(false);
  const path = ownPathOf(url, own);
  if (path === null) {
    const command = `curl -i -d ${shellQuote(oneClickBody)} ${shellQuote(url)}`;
    return (
      <p class="unsubscribe-foreign">
        <span>The emulator calls no address that a mail names. To try it yourself:</span>
        <CopyButton clip={clip} text={command} label="Copy as curl: the one-click POST" word="Copy as curl" />
      </p>
    );
  }
  async function test(ownPath: string) {
    setBusy(true);
    const found = await postOneClick(ownPath).then(
      ({ status, ms, heading }): Outcome => ({
        isGood: status >= 200 && status < 300,
        words: [`${status} in ${ms} ms`, heading].filter(Boolean).join(': '),
      }),
      (error: unknown): Outcome => ({ isGood: false, words: `No answer: ${reasonOf(error)}` }),
    );
    setBusy(false);
    setOutcome(found);
  }
  return (
    <div class="unsubscribe-test">
      <ActButton
        class="button"
        isOff={isBusy}
        title="Posts List-Unsubscribe=One-Click to it: the recipient is unsubscribed"
        onClick={() => void test(path)}
      >
        <Icon name="leave" /> Unsubscribe as a mailbox does
      </ActButton>
      <p role="status" class={outcome ? `check ${outcome.isGood ? 'state-delivered' : 'state-bounced'}` : ''}>
        {outcome && (
          <>
            <Icon name={outcome.isGood ? 'check' : 'warning'} />
            <bdi>{outcome.words}</bdi>
          </>
        )}
      </p>
    </div>
  );
}
