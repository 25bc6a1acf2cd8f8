import { useRef, useState } from 'preact/hooks';
import { formatAddress } from '../shell/address/address.js';
import { Confirm } from '../shell/dialogs/confirm.js';
import { reasonOf } from '../shell/workspace/control.js';
import type { PageProps } from '../shell/page.js';
import { usePane } from '../shell/panes/use-pane.js';
import { useDrawnRows, useRowKeys } from '../shell/keys/use-row-keys.js';
import { CallDetail } from './call-detail.js';
import { CallTable } from './call-table.js';
import { NoCalls } from './no-calls.js';
import { RequestsHead } from './requests-head.js';
import { addressOf } from './route.js';
import { useRequests } from './use-requests.js';
import { countWords } from '../words/count-words.js';
import '../shell/styles/pages.css';
import './styles/index.css';

/** The calls of `/v2` as they come, and one of them opened. */
export function RequestsPage(props: PageProps) {
  const log = useRequests(props);
  const { route, list } = log;
  const [isAsking, setAsking] = useState(false);
  const box = useRef<HTMLDivElement | null>(null);
  const ids = list.rows.map(({ id }) => id);
  const close = () => log.navigate({ id: null }, 'push');
  useRowKeys({
    rows: useDrawnRows(ids, box, route.id),
    query: list.query,
    openId: route.id,
    open: (id) => log.navigate({ id }, 'replace'),
  });
  usePane({ opened: props.address.steps.join('/'), openId: route.id, close });
  const clear = () => {
    setAsking(false);
    log.empty().catch((error: unknown) => props.show(reasonOf(error), 'bad'));
  };
  return (
    <main class={`split requests ${route.id === null ? 'at-list' : 'at-detail'}`}>
      <section class="split-list" aria-label="Requests">
        <RequestsHead {...props} log={log} onClear={() => setAsking(true)} />
        <div
          ref={box}
          class="rows-scroll"
          tabIndex={0}
          role="region"
          aria-label="Calls, newest first"
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            if (scrollTop + 2 * clientHeight > scrollHeight) log.loadMore();
          }}
        >
          {list.rows.length > 0 ? (
            <CallTable
              calls={list.rows}
              openId={route.id}
              now={props.now}
              hrefOf={(id) => formatAddress(addressOf({ ...route, id }))}
            />
          ) : (
            <NoCalls log={log} info={props.info} clip={props.clip} />
          )}
        </div>
        <p class="hidden" role="log" aria-live="polite">
          {list.arrivals > 0 ? `${countWords(list.arrivals, 'call')} since this page was opened` : ''}
        </p>
      </section>
      {route.id !== null && <CallDetail {...props} key={route.id} id={route.id} onClose={close} />}
      {isAsking && (
        <Confirm
          title="Empty the request log?"
          text="All calls are forgotten. Contacts, campaigns and mail stay."
          action="Empty the log"
          onConfirm={clear}
          onCancel={() => setAsking(false)}
        />
      )}
    </main>
  );
}
