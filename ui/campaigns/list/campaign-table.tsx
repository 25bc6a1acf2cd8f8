import { useMemo } from 'preact/hooks';
import type { CampaignSummary } from '../../../src/contract/campaign-summary.js';
import { RowGap } from '../../shell/lists/row-gap.js';
import { rowAt } from '../../shell/lists/use-pages.js';
import type { RowWindow } from '../../shell/lists/use-row-window.js';
import { rateWords } from '../../words/rate-words.js';
import { exactWords, relativeWords } from '../../words/time-words.js';
import { momentOf, recipientsWords, StateChip } from '../campaign-words.js';
import { closed } from '../route.js';
import type { Campaigns } from '../use-campaigns.js';

interface CampaignTableProps {
  campaigns: Campaigns;
  view: RowWindow;
  now: number;
}

/** The campaigns in view with what they came to, in a table of the true length of the list. */
export const CampaignTable = ({ campaigns, view, now }: CampaignTableProps) => (
  <table class="table cmp-table" aria-rowcount={campaigns.list.total + 1}>
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col">Campaign</th>
        <th scope="col">State</th>
        <th scope="col" class="cmp-for">
          Recipients
        </th>
        <th scope="col" class="cmp-number">
          Opened
        </th>
        <th scope="col" class="cmp-number cmp-more">
          Clicked
        </th>
        <th scope="col" class="cmp-number cmp-more">
          Bounced
        </th>
        <th scope="col" class="cmp-number cmp-when">
          Time
        </th>
      </tr>
    </thead>
    <tbody>
      <RowGap height={view.first * view.row} />
      {Array.from({ length: Math.max(0, view.last - view.first) }, (_, at) => {
        const index = view.first + at;
        const row = rowAt(campaigns.list, index);
        if (!row) return <RowSkeleton key={`place ${index}`} index={index} />;
        return <CampaignRow key={row.id} {...{ row, index, campaigns, now }} />;
      })}
      <RowGap height={(campaigns.list.total - view.last) * view.row} />
    </tbody>
  </table>
);

/** In the place of a row that is on its way. */
const RowSkeleton = ({ index }: { index: number }) => (
  <tr class="cmp-row" aria-rowindex={index + 2} data-index={index}>
    <td>
      <span class="cmp-waiting" />
      <span class="hidden">Loading</span>
    </td>
  </tr>
);

interface CampaignRowProps {
  row: CampaignSummary;
  /** Its place in the whole list. */
  index: number;
  campaigns: Campaigns;
  now: number;
}

/** A row is drawn anew only when what it shows is another, though the clock moves each second. */
function CampaignRow({ row, index, campaigns, now }: CampaignRowProps) {
  const shown = {
    ...{ row, index },
    href: campaigns.hrefOf({ ...closed, id: row.id }),
    isOpen: row.id === campaigns.route.id,
    isLeaving: campaigns.removal.leaving.has(row.id),
    time: relativeWords(momentOf(row).at, now),
  };
  return useMemo(() => <DrawnRow {...shown} />, [JSON.stringify(shown)]);
}

interface DrawnRowProps {
  row: CampaignSummary;
  index: number;
  href: string;
  isOpen: boolean;
  isLeaving: boolean;
  time: string;
}

function DrawnRow({ row, index, href, isOpen, isLeaving, time }: DrawnRowProps) {
  const { at, word } = momentOf(row);
  return (
    <tr
      class={`table-row cmp-row${isOpen ? ' open' : ''}${isLeaving ? ' leaving' : ''}`}
      aria-rowindex={index + 2}
      data-index={index}
    >
      <td class="cmp-name">
        <a class="row-link" href={href} aria-current={isOpen ? 'true' : undefined}>
          <bdi>{row.name}</bdi>
        </a>
        <bdi class="muted">{row.subject}</bdi>
      </td>
      <td class="cmp-state">
        <StateChip status={row.status} problem={row.problem} />
        {row.status === 'sending' && <Progress row={row} />}
      </td>
      <td class="cmp-for">
        {row.recipient_count > 0 ? (
          row.recipient_count.toLocaleString()
        ) : (
          <bdi class="muted">{recipientsWords(row.recipients)}</bdi>
        )}
      </td>
      <Rate row={row} rate={row.rates.open_rate} count={row.stats.opened} state="opened" />
      <Rate row={row} rate={row.rates.click_rate} count={row.stats.clicked} state="clicked" more />
      <Rate row={row} rate={row.rates.bounce_rate} count={row.stats.bounced} state="bounced" more />
      <td class="cmp-number cmp-when muted">
        <time dateTime={at} title={`${word}: ${exactWords(at)}`}>
          {time}
        </time>
      </td>
    </tr>
  );
}

const Progress = ({ row: { stats, recipient_count, name } }: { row: CampaignSummary }) => (
  <span class="cmp-progress">
    <progress value={stats.sent} max={Math.max(1, recipient_count)} aria-label={`Sent of ${name}`} />
    {rateWords(recipient_count === 0 ? 0 : stats.sent / recipient_count)}
  </span>
);

interface RateProps {
  row: CampaignSummary;
  rate: number;
  count: number;
  state: 'opened' | 'clicked' | 'bounced';
  /** Left out where there is little room. */
  more?: boolean;
}

/** A rate with a bar beneath it; nothing before the first mail. */
const Rate = ({ row, rate, count, state, more = false }: RateProps) => (
  <td class={`cmp-number${more ? ' cmp-more' : ''}`} title={`${count.toLocaleString()} ${state}`}>
    {row.stats.sent === 0 ? (
      <span class="muted">–</span>
    ) : (
      <>
        {rateWords(rate)}
        <span class={`cmp-meter state-${state}`}>
          <i style={{ width: `${Math.min(100, rate * 100)}%` }} />
        </span>
      </>
    )}
  </td>
);
