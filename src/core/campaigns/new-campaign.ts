import { settingsOf } from '../../contract/campaign.js';
import type { CampaignInput, CampaignPatch, CampaignRecord } from '../../contract/campaign.js';
import { applyPatch } from '../../contract/patch.js';

type Given = Omit<CampaignInput, 'send_time'> &
  Pick<CampaignRecord, 'id' | 'created_at'> &
  Partial<Pick<CampaignRecord, 'send_time' | 'status' | 'sent_at'>>;

/** A campaign, every field by name: what is absent, null or a text of nothing is empty. */
export const newCampaign = (given: Given): CampaignRecord => ({
  id: given.id,
  name: given.name,
  subject: given.subject,
  from_name: given.from_name || null,
  from_email: given.from_email,
  reply_to: given.reply_to ?? null,
  content: given.content,
  recipients: given.recipients,
  settings: settingsOf(given.settings),
  send_time: given.send_time ?? null,
  status: given.status ?? 'draft',
  recipient_count: 0,
  created_at: given.created_at,
  updated_at: given.sent_at ?? given.created_at,
  sent_at: given.sent_at ?? null,
  last_start: null,
});

/** A campaign with the fields that a patch names; settings merge by key, and null puts their defaults back. */
export function mergeCampaign(campaign: CampaignRecord, patch: CampaignPatch): CampaignRecord {
  const defaults = settingsOf(null);
  const settings = patch.settings && applyPatch(campaign.settings, patch.settings, defaults);
  const merged = applyPatch(campaign, { ...patch, settings }, { settings: defaults });
  return { ...merged, from_name: merged.from_name || null };
}
