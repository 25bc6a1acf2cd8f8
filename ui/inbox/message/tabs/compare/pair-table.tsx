import { useMemo, useState } from 'preact/hooks';
import type { Pair, Span } from './diff-text.js';

/** So many equal lines stay in sight beside one that differs. */
const context = 2;

/** Which pairs are in sight while equal ones are folded. */
function inSight(pairs: readonly Pair[]): boolean[] {
  const near = new Array<boolean>(pairs.length).fill(false);
  for (const [at, { isSame }] of pairs.entries())
    if (!isSame) near.fill(true, Math.max(0, at - context), at + context + 1);
  return near;
}

/** A pair, or how many equal ones are folded. */
type Row = { at: number; pair: Pair } | { at: number; folded: number };

function rowsOf(pairs: readonly Pair[], isFolded: boolean): Row[] {
  const near = isFolded ? inSight(pairs) : null;
  const rows: Row[] = [];
  for (const [at, pair] of pairs.entries()) {
    const last = rows.at(-1);
    if (!near || near[at]) rows.push({ at, pair });
    else if (last && 'folded' in last) last.folded += 1;
    else rows.push({ at, folded: 1 });
  }
  return rows;
}

/** Two texts side by side, line by line; what differs is marked. */
export function PairTable({ pairs }: { pairs: readonly Pair[] }) {
  const [isFolded, setFolded] = useState(true);
  const rows = useMemo(() => rowsOf(pairs, isFolded), [pairs, isFolded]);
  if (pairs.every(({ isSame }) => isSame))
    return <p class="nothing">Both are the same here, word by word.</p>;
  return (
    <div class="pairs" role="table" aria-label="What differs">
      {rows.map((row) =>
        'folded' in row ? (
          <div key={row.at} class="folded-lines" role="row">
            <span role="cell">
              <button type="button" class="button quiet small" onClick={() => setFolded(false)}>
                {row.folded === 1 ? '1 equal line' : `${row.folded.toLocaleString()} equal lines`}
              </button>
            </span>
          </div>
        ) : (
          <div key={row.at} class={row.pair.isSame ? 'pair' : 'pair differs'} role="row">
            <Side spans={row.pair.left} />
            <Side spans={row.pair.right} />
          </div>
        ),
      )}
    </div>
  );
}

const Side = ({ spans }: { spans: readonly Span[] | null }) => (
  <div class={spans ? 'side' : 'side absent-line'} role="cell" dir="auto">
    {spans?.map(({ text, isOther }, at) => (isOther ? <mark key={at}>{text}</mark> : text))}
    {'\n'}
  </div>
);
