import { useCallback, useMemo } from 'preact/hooks';
import { useFetched } from '../../../../shell/loading/use-fetched.js';
import { sizeWords } from '../../../../words/size-words.js';
import { Nothing } from '../../nothing.js';
import type { PartProps } from '../../parts.js';
import { CodeView } from './code-view.js';
import { rawText } from './raw-text.js';

/** More than this in one element makes browsers slow; the download has it all. */
const maxRaw = 600_000;

export function RawView({ api, message: { id }, version, clip }: PartProps) {
  const load = useCallback((signal: AbortSignal) => api.raw(id, signal), [api, id, version]);
  const raw = useFetched(load);
  const bytes = raw.phase === 'ready' ? raw.value : null;
  const text = useMemo(() => (bytes === null ? '' : rawText(new Uint8Array(bytes))), [bytes]);
  const pieces = useMemo(() => [{ kind: 'text', text: text.slice(0, maxRaw) }], [text]);
  if (raw.phase === 'loading') return <div class="late">Fetching the message as received…</div>;
  if (raw.phase === 'failed') return <Nothing>{raw.issue}</Nothing>;
  const notice =
    text.length > maxRaw
      ? `The first ${sizeWords(maxRaw)} of ${sizeWords(text.length)}. Download the .eml for all of it.`
      : null;
  return <CodeView label="raw message" text={text} pieces={pieces} notice={notice} clip={clip} />;
}
