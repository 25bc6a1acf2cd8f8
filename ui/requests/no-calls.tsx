import { CopyButton } from '../shell/copy-button.js';
import type { Info } from '../shell/info.js';
import type { Clip } from '../shell/use-copy.js';
import type { RequestLog } from './use-requests.js';

/** In place of an empty list: the call that fills it, or the filter that hides all. */
export function NoCalls({ log, info, clip }: { log: RequestLog; info: Info | null; clip: Clip }) {
  const { route, list, navigate } = log;
  if (list.phase !== 'ready') return null;
  if (route.is !== null || route.path !== '' || route.key !== null)
    return (
      <div class="absent">
        <h2>No call matches</h2>
        <button type="button" class="button" onClick={() => navigate({ is: null, path: '' }, 'replace')}>
          Show all calls
        </button>
      </div>
    );
  if (!info) return null;
  const example = `curl ${info.urls.api}/contacts -H 'Authorization: Bearer ${info.api_key ?? 'YOUR_KEY'}'`;
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
