import { CopyButton } from '../shell/copy-button.js';
import { Icon } from '../shell/late-icons.js';
import { RowSkeletons } from '../shell/loading/row-skeletons.js';
import type { Info } from '../shell/workspace/info.js';
import type { Clip } from '../shell/use-copy.js';
import type { RequestLog } from './use-requests.js';
import { authorization } from '../shell/examples.js';

/** In place of an empty list: the call that fills it, the filter that hides all, or why it could not be read. */
export function NoCalls({ log, info, clip }: { log: RequestLog; info: Info | null; clip: Clip }) {
  const { route, list, navigate, refresh } = log;
  if (list.phase === 'failed')
    return (
      <div class="absent" role="alert">
        <h2>The calls could not be fetched</h2>
        <p class="muted">
          <bdi>{list.issue}</bdi>
        </p>
        <button type="button" class="button" onClick={refresh}>
          <Icon name="again" size={14} /> Try again
        </button>
      </div>
    );
  if (list.phase === 'loading') return <RowSkeletons height="line" hasHead />;
  if (route.is !== null || route.path !== '' || route.key !== null)
    return (
      <div class="absent">
        <h2>No call matches</h2>
        <button
          type="button"
          class="button"
          onClick={() => navigate({ is: null, path: '', key: null }, 'replace')}
        >
          Show all calls
        </button>
      </div>
    );
  if (!info) return <RowSkeletons height="line" hasHead />;
  const example = `curl ${info.urls.api}/contacts -H ${authorization(info.api_key)}`;
  return (
    <div class="absent">
      <h2>No call yet</h2>
      <p class="muted">Every call of the API appears here, with what was asked and what was answered.</p>
      <figure class="example">
        <figcaption>
          <b>Make the first</b>
          <CopyButton clip={clip} text={example} label="Copy the command" />
        </figcaption>
        <pre tabIndex={0}>{example}</pre>
      </figure>
    </div>
  );
}
