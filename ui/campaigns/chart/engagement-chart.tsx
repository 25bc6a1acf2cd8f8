import { useCallback, useMemo } from 'preact/hooks';
import type { CampaignEngagement } from '../../../src/contract/campaign-engagement.js';
import { useCurrent } from '../../shell/lists/use-current.js';
import { exactWords } from '../../words/time-words.js';
import type { DetailBodyProps } from '../detail/campaign-detail.js';
import { Plot } from './plot.js';
import { lines, seriesOf } from './series.js';
import type { Series } from './series.js';

const gapMs = 1500;

/** Opens and clicks over the clock, people and machines apart; the same numbers as a table below. */
export function EngagementChart({ report, control, feed, isNews }: DetailBodyProps) {
  const { id } = report.campaign;
  const load = useCallback(
    (signal: AbortSignal) => control.data<CampaignEngagement>(`/campaigns/${id}/engagement`, signal),
    [control, id],
  );
  const fetched = useCurrent({ feed, load, isNews, gapMs });
  const engagement = fetched.phase === 'ready' ? fetched.value : null;
  const series = useMemo(() => engagement && seriesOf(engagement), [engagement]);
  return (
    <section class="cmp-section" aria-labelledby="cmp-engagement">
      <h3 id="cmp-engagement">
        Opens and clicks
        {series && series.moments.length > 0 && (
          <small class="muted"> by {bucketWords[engagement?.bucket ?? '1h']}</small>
        )}
      </h3>
      {fetched.phase === 'failed' && (
        <p class="bad">The opens and clicks could not be fetched: {fetched.issue}</p>
      )}
      {series &&
        (series.moments.length === 0 ? (
          <p class="muted cmp-quiet">Nobody has opened it yet.</p>
        ) : (
          <>
            <Legend series={series} />
            <Plot series={series} />
            <NumbersTable series={series} />
          </>
        ))}
      {fetched.phase === 'loading' && <div class="cmp-plot" aria-busy="true" />}
    </section>
  );
}

const bucketWords: Record<CampaignEngagement['bucket'], string> = {
  '1m': 'minute',
  '5m': '5 minutes',
  '15m': '15 minutes',
  '1h': 'hour',
  '6h': '6 hours',
  '1d': 'day',
  '7d': 'week',
};

const Legend = ({ series: { shown } }: { series: Series }) => (
  <ul class="cmp-legend">
    {shown.map((index) => {
      const line = lines[index];
      return (
        line && (
          <li key={line.key} class={`state-${line.state}`}>
            <svg viewBox="0 0 24 8" width="24" height="8" aria-hidden="true">
              <path class={`cmp-line ${line.who}`} d="M0 4H24" />
            </svg>
            {line.word}
          </li>
        )
      );
    })}
  </ul>
);

const NumbersTable = ({ series: { shown, moments } }: { series: Series }) => (
  <details class="cmp-numbers">
    <summary>As a table</summary>
    <div class="cmp-numbers-scroll" tabIndex={0} role="region" aria-label="Opens and clicks as a table">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">From</th>
            {shown.map((index) => (
              <th key={index} scope="col" class="cmp-number">
                {lines[index]?.word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {moments
            .filter(({ counts }) => counts.some((count) => count > 0))
            .map(({ at, counts }) => (
              <tr key={at}>
                <th scope="row">{exactWords(new Date(at).toISOString())}</th>
                {shown.map((index) => (
                  <td key={index} class="cmp-number">
                    {counts[index]?.toLocaleString()}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  </details>
);
