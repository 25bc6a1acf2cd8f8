import { useMemo, useState } from 'preact/hooks';
import { Nothing } from '../../nothing.js';
import type { PartProps } from '../../parts.js';
import { compareTexts, mostLines } from './diff-text.js';
import { FactPairs } from './fact-pairs.js';
import { PairTable } from './pair-table.js';
import { sourceLinesOf, textLinesOf } from './plain-source.js';
import { PagePair } from './page-pair.js';
import { RecipientPicker } from './recipient-picker.js';
import type { ComparedMail } from './use-others.js';
import { useOthers, usePair } from './use-others.js';
import './compare.css';

type Look = 'text' | 'source' | 'page';
const looks: readonly { look: Look; word: string }[] = [
  { look: 'text', word: 'Text' },
  { look: 'source', word: 'Source' },
  { look: 'page', word: 'Page' },
];

/** The mail beside that to another recipient of its campaign. */
export function CompareView(props: PartProps) {
  const { api, message, other, onOther } = props;
  const [recipient, setRecipient] = useState('');
  const [look, setLook] = useState<Look>('text');
  const others = useOthers(api, message, recipient);
  const offered = others.phase === 'ready' ? others.value.rows : [];
  const pair = usePair(api, message, other ?? offered[0]?.id ?? null);
  const chosen = pair.phase === 'ready' ? pair.value : null;
  // An address may name a mail of another campaign, or one that is gone.
  const isForeign = chosen !== null && chosen[1].message.campaign_id !== message.campaign_id;
  return (
    <div class="compare">
      <div class="compare-tools">
        <RecipientPicker
          {...{ others, recipient, chosen: chosen?.[1].message ?? null }}
          onRecipient={setRecipient}
          onChoose={onOther}
        />
        <div class="segments" role="group" aria-label="What is compared">
          {looks.map(({ look: each, word }) => (
            <button key={each} type="button" aria-pressed={look === each} onClick={() => setLook(each)}>
              {word}
            </button>
          ))}
        </div>
      </div>
      {isForeign && (
        <Nothing>The mail beside it is of another campaign: only facts and words are compared.</Nothing>
      )}
      {pair.phase === 'failed' && <Nothing>{pair.issue}</Nothing>}
      {pair.phase === 'loading' && <div class="late">Fetching the other mail…</div>}
      {pair.phase === 'ready' && chosen === null && others.phase === 'ready' && recipient === '' && (
        <Nothing>No other recipient of this campaign has mail in the inbox.</Nothing>
      )}
      {chosen && (
        <>
          <FactPairs left={chosen[0].message} right={chosen[1].message} />
          {look === 'page' ? <PagePair {...props} pair={chosen} /> : <Words pair={chosen} look={look} />}
        </>
      )}
    </div>
  );
}

const linesOf = ({ message, text }: ComparedMail, look: 'text' | 'source'): string[] =>
  look === 'source' ? sourceLinesOf(message) : textLinesOf(text);

function Words({
  pair: [left, right],
  look,
}: {
  pair: [ComparedMail, ComparedMail];
  look: 'text' | 'source';
}) {
  const lines = useMemo(() => [linesOf(left, look), linesOf(right, look)] as const, [left, right, look]);
  const pairs = useMemo(() => compareTexts(lines[0], lines[1]), [lines]);
  const isCut = lines.some(({ length }) => length > mostLines);
  return (
    <>
      <PairTable pairs={pairs} key={`${right.message.id} ${look}`} />
      {isCut && <Nothing>{`Only the first ${mostLines.toLocaleString()} lines are compared.`}</Nothing>}
    </>
  );
}
