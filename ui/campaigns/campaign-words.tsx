import type { Campaign, CampaignStatus } from '../../src/contract/campaign.js';
import { Chip } from '../shell/chip.js';
import { Icon } from '../shell/late-icons.js';
import type { IconName } from '../shell/late-icons.js';

/** Colour, drawing and word of a state. */
export const states: Record<CampaignStatus, { state: string; icon: IconName; word: string }> = {
  draft: { state: 'unsubscribed', icon: 'edit', word: 'Draft' },
  scheduled: { state: 'deferred', icon: 'clock', word: 'Scheduled' },
  sending: { state: 'opened', icon: 'sent', word: 'Sending' },
  sent: { state: 'delivered', icon: 'check', word: 'Sent' },
};
export const statuses = Object.keys(states) as CampaignStatus[];

export interface StateChipProps {
  status: CampaignStatus;
  /** Why it did not start at its time, or could not be sent; null where nothing was wrong. */
  problem: { issue: string } | null;
}

export const StateChip = ({ status, problem }: StateChipProps) =>
  problem ? (
    <Chip state="bounced" title={problem.issue}>
      <Icon name="warning" size={14} />
      {status === 'sent' ? 'Not sent' : 'Not started'}
    </Chip>
  ) : (
    <Chip state={states[status].state}>
      <Icon name={states[status].icon} size={14} />
      {states[status].word}
    </Chip>
  );

/** "Everyone", "vip, new", "vip without away": whom a campaign is for. */
export function recipientsWords({ type, tags, exclude_tags }: Campaign['recipients']): string {
  const whom = type === 'all' ? 'Everyone' : tags.join(', ');
  return exclude_tags.length === 0 ? whom : `${whom} without ${exclude_tags.join(', ')}`;
}

/** The moment that counts for a campaign, and what happened then, or will. */
export function momentOf({
  sent_at,
  send_time,
  updated_at,
  status,
}: Pick<Campaign, 'sent_at' | 'send_time' | 'updated_at' | 'status'>): { at: string; word: string } {
  if (sent_at !== null) return { at: sent_at, word: 'Sent' };
  if (status === 'scheduled' && send_time !== null) return { at: send_time, word: 'Goes out' };
  return { at: updated_at, word: status === 'sending' ? 'Began' : 'Changed' };
}

export const isEditable = ({ status }: Pick<Campaign, 'status'>): boolean =>
  status === 'draft' || status === 'scheduled';
