import { describe, expect, it } from 'vitest';
import { CampaignInput, CampaignPatch, CampaignRecord } from '../../contract/campaign.js';
import { mergeCampaign, newCampaign } from './new-campaign.js';

const input = CampaignInput.parse({
  name: 'Spring',
  subject: 'Hi',
  from_email: 'news@shop.test',
  content: { text: 'x' },
  recipients: { type: 'all' },
});
const blank = newCampaign({ ...input, id: 'campaign_00000001', created_at: 1, send_time: null });
const patch: Required<CampaignPatch> = {
  name: 'Summer',
  subject: 'Hello',
  from_name: 'Shop',
  from_email: 'hello@shop.test',
  reply_to: 'help@shop.test',
  content: { html: '<p>x</p>', text: null },
  recipients: { type: 'tags', tags: ['vip'], exclude_tags: [] },
  settings: { track_opens: false, track_clicks: false, google_analytics: true },
  send_time: 99,
};
const full = mergeCampaign(blank, patch);
const fields = Object.keys(CampaignPatch.shape) as (keyof CampaignPatch)[];
const only = (field: keyof CampaignPatch) => ({ [field]: patch[field] });

it('has every field of a record', () => {
  expect(Object.keys(blank)).toEqual(Object.keys(CampaignRecord.shape));
  expect(CampaignRecord.parse(blank)).toEqual(blank);
});

it('takes a whole patch over', () => {
  expect(full).toEqual({ ...blank, ...patch });
});

/** Fields that null clears; of the others it is refused. */
const nullable: string[] = ['from_name', 'reply_to', 'settings', 'send_time'];

describe.each(fields)('a patch of %s', (field) => {
  it('changes that field alone', () => {
    expect(mergeCampaign(blank, only(field))).toEqual({ ...blank, ...only(field) });
  });

  it('that is undefined changes nothing', () => {
    expect(mergeCampaign(full, { [field]: undefined })).toEqual(full);
  });

  it('that is null clears it, where it may be empty', () => {
    const mayBeEmpty = nullable.includes(field);
    expect(CampaignPatch.safeParse({ [field]: null }).success).toBe(mayBeEmpty);
    if (mayBeEmpty)
      expect(mergeCampaign(full, { [field]: null })).toEqual({ ...full, [field]: blank[field] });
  });
});

it.each([
  [{ track_opens: true }, { track_opens: true, track_clicks: false, google_analytics: true }],
  [{ google_analytics: null }, { track_opens: false, track_clicks: false, google_analytics: false }],
  [{}, { track_opens: false, track_clicks: false, google_analytics: true }],
])('settings merge by key: %j', (settings, expected) => {
  expect(mergeCampaign(full, { settings }).settings).toEqual(expected);
});
