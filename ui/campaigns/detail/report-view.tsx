import { EngagementChart } from '../chart/engagement-chart.js';
import { isEditable } from '../campaign-words.js';
import { AudienceView } from './audience-view.js';
import { BouncesView } from './bounces-view.js';
import type { DetailBodyProps } from './campaign-detail.js';
import { FunnelView } from './funnel-view.js';
import { LinksView } from './links-view.js';
import { MissingView } from './missing-view.js';

/** What a campaign came to; before it is sent, who would get it. */
export function ReportView(props: DetailBodyProps) {
  const { report } = props;
  if (isEditable(report.campaign)) return <AudienceView report={report} />;
  return (
    <>
      <FunnelView report={report} />
      <EngagementChart {...props} />
      <div class="cmp-columns">
        <LinksView report={report} />
        <div class="cmp-column">
          <AudienceView report={report} />
          <BouncesView report={report} />
          <MissingView report={report} />
        </div>
      </div>
    </>
  );
}
