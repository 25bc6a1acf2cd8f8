import { useMemo } from 'preact/hooks';
import { Nothing } from '../../nothing.js';
import type { PartProps } from '../../parts.js';
import { CodeView } from './code-view.js';
import { tokensOf } from './html-tokens.js';

export function SourceView({ message: { html }, clip }: PartProps) {
  const pieces = useMemo(() => tokensOf(html ?? ''), [html]);
  if (html === null) return <Nothing>This message has no HTML part.</Nothing>;
  return <CodeView label="HTML source" text={html} pieces={pieces} clip={clip} />;
}
