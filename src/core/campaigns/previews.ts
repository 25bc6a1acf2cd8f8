import type { CampaignPreview, CampaignPreviewInput } from '../../contract/campaign-preview.js';
import type { CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { notFound } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import { mailboxOf, templateOfCampaign } from '../compose/composer.js';
import type { OpenMailWriter } from '../compose/mail-writer.js';
import type { FindTemplateFaults } from '../compose/require-templates.js';
import { newContact } from '../contacts/new-contact.js';
import { longestPage } from '../html/preview-page.js';
import type { PreviewedMail } from '../html/preview-page.js';
import type { MailReader } from '../ports/mail-reader.js';
import type { Store } from '../ports/ports.js';
import type { Clock } from '../time/clock.js';
import type { Tracking } from '../tracking/tracking.js';
import { judgeAudience } from './audience.js';
import { mergeCampaign, newCampaign } from './new-campaign.js';

export interface PreviewsDeps {
  store: Store;
  clock: Clock;
  tracking: Tracking;
  openMailWriter: OpenMailWriter;
  findTemplateFaults: FindTemplateFaults;
  reader: MailReader;
}

/** Mail of campaigns as a contact would get it, composed as it is for sending, and not sent. */
export interface Previews {
  /** Throws a 404 where campaign or contact are not there. */
  render(input: CampaignPreviewInput): Promise<CampaignPreview>;
  /** The html of a preview that was rendered lately; throws a 404 otherwise. */
  page(id: string): PreviewedMail;
}

/** Pages kept for those who look at them: the newest, as many as these and together no larger than one may be. */
const mostPages = 8;

/** What stands in for fields that are not written yet. */
const unwritten = {
  name: 'Preview',
  subject: '(no subject)',
  from_email: 'preview@mail.maildrone.test',
  content: { html: null, text: '' },
  recipients: { type: 'all', tags: [], exclude_tags: [] },
} as const;
const example = {
  email: 'ada@example.com',
  first_name: 'Ada',
  last_name: 'Lovelace',
  company: 'Example Ltd',
};

export function createPreviews(deps: PreviewsDeps): Previews {
  const { store, clock, reader, tracking } = deps;
  const pages = new Map<string, PreviewedMail>();

  function campaignOf({ campaign_id, campaign = {} }: CampaignPreviewInput): CampaignRecord {
    const saved = campaign_id === undefined ? null : store.campaigns.get(campaign_id);
    if (saved === undefined) throw notFound('campaign', campaign_id ?? '', 'campaign_id');
    const id = store.newId('campaign');
    const blank = { ...unwritten, recipients: { ...unwritten.recipients, tags: [], exclude_tags: [] } };
    return mergeCampaign(saved ?? newCampaign({ ...blank, id, created_at: clock.now() }), campaign);
  }
  function contactOf({ contact_id, contact = example }: CampaignPreviewInput): ContactRecord {
    if (contact_id === undefined)
      return newContact({
        ...contact,
        email: contact.email ?? example.email,
        id: store.newId('contact'),
        created_at: clock.now(),
      });
    const found = store.contacts.get(contact_id);
    if (!found) throw notFound('contact', contact_id, 'contact_id');
    return found;
  }

  function keep(id: MessageId, page: PreviewedMail) {
    pages.set(id, page);
    const length = () => [...pages.values()].reduce((sum, { html }) => sum + html.length, 0);
    for (const old of pages.keys())
      if (old !== id && (pages.size > mostPages || length() > longestPage)) pages.delete(old);
  }

  async function compose(
    id: MessageId,
    campaign: CampaignRecord,
    contact: ContactRecord,
  ): Promise<CampaignPreview['mail']> {
    const writer = deps.openMailWriter(templateOfCampaign(campaign), contact);
    const job = { id, to: mailboxOf(contact), contact, at: clock.now(), sender: '' };
    const written = await writer.write(job).finally(writer.close);
    const { html, readable: text, cids } = await reader.read(written.raw);
    if (html !== null) keep(id, { html, cids, attachments: [] });
    return {
      subject: written.subject,
      preview: written.preview,
      html,
      text,
      sizes: {
        mail: written.raw.length,
        html: Buffer.byteLength(html ?? ''),
        text: Buffer.byteLength(text),
      },
      missing: written.missing,
    };
  }

  return {
    async render(input) {
      const [campaign, contact] = [campaignOf(input), contactOf(input)];
      const id = store.newId('email');
      const links = {
        unsubscribe_url: tracking.urlOf('unsubscribe', id),
        view_url: tracking.urlOf('view', id),
      };
      const faults = await deps.findTemplateFaults(campaign, { contact, links });
      const { members, count } = await judgeAudience(store, campaign);
      const { name, address: email } = mailboxOf(contact);
      return {
        id,
        contact: { id: input.contact_id === undefined ? null : contact.id, email, name },
        mail: faults.length > 0 ? null : await compose(id, campaign, contact),
        faults: faults.map(({ part, line, issue }) => ({ field: part, line, issue })),
        audience: { ...count, recipients: members.length },
      };
    },
    page(id) {
      const page = pages.get(id);
      if (!page) throw notFound('preview', id);
      return page;
    },
  };
}
