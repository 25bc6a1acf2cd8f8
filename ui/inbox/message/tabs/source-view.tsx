import { useMemo } from 'preact/hooks';
import { CopyButton } from '../../../shell/copy-button.js';
import type { Clip } from '../../../shell/use-copy.js';
import { tokensOf } from './html-tokens.js';
import { Nothing } from './text-view.js';

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
