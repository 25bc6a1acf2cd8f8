import { useMemo, useRef } from 'preact/hooks';
import { CopyButton } from '../../../../shell/copy-button.js';
import { Icon } from '../../../../shell/icons.js';
import type { Clip } from '../../../../shell/use-copy.js';
import { useStored } from '../../../../shell/use-stored.js';
import { blocksOf, linesOf } from './code-lines.js';
import type { Piece } from './code-lines.js';
import { FindBar } from './find-bar.js';
import { useFind } from './use-find.js';
import './code.css';

export interface CodeViewProps {
  /** What it is: "HTML source". */
  label: string;
  /** All of it, to copy. */
  text: string;
  /** What is shown of it. It is to stay the same between renders. */
  pieces: readonly Piece[];
  /** Why that is not all; null where it is. */
  notice?: string | null;
  clip: Clip;
}

const isSwitch = (text: string): text is 'on' | 'off' => text === 'on' || text === 'off';

/** A source with numbered lines, in which text is found. */
export function CodeView({ label, text, pieces, notice = null, clip }: CodeViewProps) {
  const [wrap, setWrap] = useStored<'on' | 'off'>('code-wrap', 'on', isSwitch);
  const box = useRef<HTMLPreElement>(null);
  const lines = useMemo(() => linesOf(pieces), [pieces]);
  const find = useFind(box, text);
  return (
    <div class="code-view">
      <div class="code-bar">
        <FindBar find={find} label={`Find in the ${label}`} />
        <button
          type="button"
          class="button quiet"
          aria-pressed={wrap === 'on'}
          title="Break long lines to the width of the view"
          onClick={() => setWrap(wrap === 'on' ? 'off' : 'on')}
        >
          Wrap
        </button>
        <CopyButton clip={clip} text={text} label={`Copy the ${label}`} />
      </div>
      {notice !== null && (
        <p class="notice">
          <Icon name="info" />
          <span>{notice}</span>
        </p>
      )}
      <pre
        class={`code-box wrap-${wrap}`}
        style={{ '--digits': String(lines.length).length }}
        ref={box}
        role="region"
        aria-label={label}
        tabIndex={0}
      >
        <Lines lines={lines} />
      </pre>
    </div>
  );
}

/** Drawn once for a source, whatever else of the view changes. */
function Lines({ lines }: { lines: readonly (readonly Piece[])[] }) {
  return useMemo(
    () => (
      <>
        {blocksOf(lines).map((block) => (
          <div key={block.first} class="block" style={{ '--lines': block.lines.length }}>
            {block.lines.map((line, at) => (
              <Line key={at} number={block.first + at + 1} pieces={line} />
            ))}
          </div>
        ))}
      </>
    ),
    [lines],
  );
}

/** The end of the line is a part of it, so that what is selected over lines is copied with them. */
const Line = ({ number, pieces }: { number: number; pieces: readonly Piece[] }) => (
  <div class="line" data-number={number}>
    {pieces.map(({ kind, text }, at) =>
      kind === 'text' ? (
        text
      ) : (
        <span key={at} class={`code-${kind}`}>
          {text}
        </span>
      ),
    )}
    {'\n'}
  </div>
);
