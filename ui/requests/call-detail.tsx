import { useCallback } from 'preact/hooks';
import type { ApiCall } from '../../src/contract/request.js';
import { CopyButton } from '../shell/copy-button.js';
import { Icon } from '../shell/late-icons.js';
import { NotThere } from '../shell/not-there.js';
import type { PageProps } from '../shell/page.js';
import { useFetched } from '../shell/loading/use-fetched.js';
import { exactWords, spanWords } from '../words/time-words.js';
import { HttpSide } from '../shell/http-side.js';
import { SplitDetail } from '../shell/panes/split-detail.js';
import { curlOf } from './curl.js';
import { FailNext } from './fail-next.js';
import { StatusChip } from './status-chip.js';

export interface CallDetailProps extends PageProps {
  id: string;
  onClose(): void;
}

/** One call: what was asked, what was answered, and what was expected. */
export function CallDetail({ id, onClose, ...page }: CallDetailProps) {
  const { control } = page;
  const load = useCallback(
    (signal: AbortSignal) => control.data<ApiCall>(`/requests/${id}`, signal),
    [control, id],
  );
  const call = useFetched(load);
  return (
    <SplitDetail page="Requests" label="Call">
      <div class="toolbar">
        <button type="button" class="button quiet" onClick={onClose}>
          <Icon name="close" size={14} /> Close
        </button>
        {call.phase === 'ready' && <CallActions {...page} call={call.value} />}
      </div>
      {call.phase === 'failed' && (
        <NotThere
          what="call"
          failure={call}
          why="The log keeps the last 1000 calls, or the address names no call of this workspace."
          place="requests"
          onBack={onClose}
        />
      )}
      {call.phase === 'ready' && <CallBody call={call.value} clip={page.clip} />}
    </SplitDetail>
  );
}

function CallActions({ call, ...page }: PageProps & { call: ApiCall }) {
  const { info, clip } = page;
  return (
    <>
      {info && <CopyButton clip={clip} text={curlOf(call, info)} label="Copy as curl" word="Copy as curl" />}
      <FailNext {...page} call={call} />
    </>
  );
}

const CallBody = ({ call, clip }: { call: ApiCall; clip: PageProps['clip'] }) => (
  <div class="detail-body">
    <h2 class="mono">
      <b class="method">{call.method}</b> <bdi>{call.path}</bdi>
    </h2>
    <p class="facts">
      <StatusChip status={call.status} />
      <time dateTime={call.at}>{exactWords(call.at)}</time>
      <span>{spanWords(call.duration_ms)}</span>
      <span>
        {call.key ? (
          <>
            Key <bdi>{call.key.name}</bdi>, which ends in <code>{call.key.hint}</code>
          </>
        ) : (
          'No known key'
        )}
      </span>
    </p>
    {call.error && (
      <p class="notice state-bounced">
        <Icon name="warning" />
        <span>
          <b>{call.error.code}</b> <bdi>{call.error.message}</bdi>
          {call.error.issue !== null && (
            <span class="issue">
              {call.error.field !== null && <code>{call.error.field}</code>} <bdi>{call.error.issue}</bdi>
            </span>
          )}
        </span>
      </p>
    )}
    {call.fault !== null && (
      <p class="notice state-bounced">
        <Icon name="warning" />{' '}
        <span>
          A fault was injected, by a rule of <a href="#/settings/faults">Settings</a>:{' '}
          <code>{call.fault}</code>
        </span>
      </p>
    )}
    {call.warnings.map((warning) => (
      <p class="notice state-deferred" key={warning}>
        <Icon name="warning" />
        <bdi>{warning}</bdi>
      </p>
    ))}
    <HttpSide title="Request" {...call.request} query={call.query} clip={clip} />
    <HttpSide title="Answer" {...call.response} clip={clip} />
  </div>
);
