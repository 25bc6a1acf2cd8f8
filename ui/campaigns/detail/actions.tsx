import { useState } from 'preact/hooks';
import type { Campaign } from '../../../src/contract/campaign.js';
import type { CampaignReport } from '../../../src/contract/campaign-report.js';
import { Confirm } from '../../shell/dialogs/confirm.js';
import { reasonOf } from '../../shell/workspace/control.js';
import { CopyButton } from '../../shell/copy-button.js';
import { Icon } from '../../shell/late-icons.js';
import type { PageProps } from '../../shell/page.js';
import { isEditable } from '../campaign-words.js';
import { curlOf } from '../curl.js';
import { closed } from '../route.js';
import type { Campaigns } from '../use-campaigns.js';
import { Schedule } from './schedule.js';
import { SettleButton } from './settle-button.js';

export interface ActionsProps extends PageProps {
  campaigns: Campaigns;
  report: CampaignReport;
}

type Asking = 'send' | 'schedule' | null;

/** What can be done with a campaign in its state. */
export function Actions({ campaigns, report, ...page }: ActionsProps) {
  const { control, show, info, clip } = page;
  const { campaign, audience } = report;
  const { id } = campaign;
  const [asking, ask] = useState<Asking>(null);
  const done = () => ask(null);
  function run(work: Promise<unknown>, words: string) {
    done();
    work.then(
      () => show(words),
      (error: unknown) => show(reasonOf(error), 'bad'),
    );
  }
  const send = () => run(control.change<Campaign>('POST', `/campaigns/${id}/send`), 'Sending has begun');
  const remove = () => {
    campaigns.navigate(closed, 'replace');
    campaigns.removal.remove({ id, path: `/campaigns/${id}`, name: campaign.name });
  };
  return (
    <>
      {isEditable(campaign) ? (
        <>
          <button
            type="button"
            class="button quiet"
            disabled={audience.recipients === 0}
            title={audience.recipients === 0 ? 'Nobody would get it: see "Who gets it"' : 'Send it now'}
            onClick={() => ask('send')}
          >
            <Icon name="sent" size={14} /> Send
          </button>
          <button type="button" class="button quiet" onClick={() => ask('schedule')}>
            <Icon name="clock" size={14} /> Schedule
          </button>
          <a class="button quiet" href={campaigns.hrefOf({ view: 'edit' })}>
            <Icon name="edit" size={14} /> Edit
          </a>
        </>
      ) : (
        <SettleButton {...page} report={report} />
      )}
      <a class="button quiet" href={campaigns.hrefOf({ ...closed, id: 'new', from: id })}>
        <Icon name="plus" size={14} /> Duplicate
      </a>
      {info && (
        <CopyButton clip={clip} text={curlOf(campaign, info)} label="Copy as curl" word="Copy as curl" />
      )}
      {isEditable(campaign) && (
        <button type="button" class="button quiet danger" onClick={remove}>
          <Icon name="trash" size={14} /> Delete
        </button>
      )}
      {asking === 'send' && (
        <Confirm
          title={`Send it to ${audience.recipients.toLocaleString()} ${audience.recipients === 1 ? 'contact' : 'contacts'} now?`}
          text="The mail goes into the inbox of this emulator and nowhere else. Once sent, a campaign cannot be edited."
          action="Send"
          isHarmless
          onConfirm={send}
          onCancel={done}
        />
      )}
      {asking === 'schedule' && (
        <Schedule
          campaign={campaign}
          now={page.now}
          onCancel={done}
          onTime={async (send_time) => {
            await control.change<Campaign>('PUT', `/campaigns/${id}`, { send_time });
            done();
            show(send_time === null ? 'The campaign is a draft again' : 'The campaign is scheduled');
          }}
        />
      )}
    </>
  );
}
