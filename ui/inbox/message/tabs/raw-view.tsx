import { useCallback } from 'preact/hooks';
import { CopyButton } from '../../../shell/copy-button.js';
import { Icon } from '../../../shell/icons.js';
import type { Clip } from '../../../shell/use-copy.js';
import { useFetched } from '../../../shell/use-fetched.js';
import { sizeWords } from '../../../words/size-words.js';
import type { Api } from '../../api.js';
import { Nothing } from './text-view.js';

/** More than this in one element makes browsers slow; the download has it all. */
const maxRaw = 600_000;

export interface RawViewProps {
  api: Api;
  id: string;
  version: string;
  clip: Clip;
}

export function RawView({ api, id, version, clip }: RawViewProps) {
  const load = useCallback((signal: AbortSignal) => api.raw(id, signal), [api, id, version]);
  const raw = useFetched(load);
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
