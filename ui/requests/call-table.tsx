import type { ApiCallSummary } from '../../src/contract/request.js';
import { Icon } from '../shell/late-icons.js';
import { rowTimeWords } from '../words/time-phrases.js';
import { exactWords, spanWords } from '../words/time-words.js';
import { StatusChip } from './status-chip.js';

export interface CallTableProps {
  calls: readonly ApiCallSummary[];
  openId: string | null;
  now: number;
  /** The address of a call, so that it opens in a tab of its own as well. */
  hrefOf(id: string): string;
}

/** What is wrong with a call, or unknown in it, in a line; null where nothing is. */
function remarkOf({ error, fault, warnings }: ApiCallSummary): string | null {
  if (fault !== null) return 'a fault was injected';
  if (!error) return warnings[0] ?? null;
  const { field, issue, message } = error;
  return issue === null ? message : [field, issue].filter((part) => part !== null).join(': ');
}

export const CallTable = ({ calls, openId, now, hrefOf }: CallTableProps) => (
  <table class="table calls">
    <thead>
      <tr>
        <th scope="col">Time</th>
        <th scope="col">Call</th>
        <th scope="col">Status</th>
        <th scope="col" class="number">
          Took
        </th>
        <th scope="col" class="call-key">
          Key
        </th>
      </tr>
    </thead>
    <tbody>
      {calls.map((call, index) => (
        <tr key={call.id} data-index={index} class={call.id === openId ? 'table-row open' : 'table-row'}>
          <td class="muted">
            <time dateTime={call.at} title={exactWords(call.at)}>
              {rowTimeWords(Date.parse(call.at), now)}
            </time>
          </td>
          <td class="call-cell">
            <a class="row-link" href={hrefOf(call.id)} aria-current={call.id === openId ? 'true' : undefined}>
              <b class="method">{call.method}</b>{' '}
              <bdi class="path">
                {call.path}
                {call.query !== '' && <span class="muted">?{call.query}</span>}
              </bdi>
            </a>
            <Remark call={call} />
          </td>
          <td>
            <StatusChip status={call.status} />
          </td>
          <td class="number muted">{spanWords(call.duration_ms)}</td>
          <td class="call-key muted">
            <bdi>{call.key?.name ?? 'none'}</bdi>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

function Remark({ call }: { call: ApiCallSummary }) {
  const remark = remarkOf(call);
  if (remark === null) return null;
  const isBad = call.error !== null || call.fault !== null;
  return (
    <span class={`remark ${isBad ? 'state-bounced' : 'state-deferred'}`}>
      <Icon name="warning" size={14} />
      <bdi>{remark}</bdi>
    </span>
  );
}
