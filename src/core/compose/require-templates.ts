import { settingsOf } from '../../contract/campaign.js';
import type { CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { invalid } from '../../contract/errors.js';
import type { PartName } from './template-budget.js';
import { TemplateRefusal } from './template-fault.js';
import { compileTemplate, contextOf, noLinks } from './template.js';
import type { Links } from './template.js';
import { isLight } from './weight.js';

/** Whom a template is rendered for. */
export interface Reader {
  contact: Partial<ContactRecord>;
  links: Links;
}

/** Nobody in particular, who lacks whatever a template names. */
const nobody: Reader = { contact: { custom_fields: {} }, links: noLinks };

/**
 * What is wrong with the templates of a campaign: each is compiled, and rendered once. Only the templates: a whole mail of a
 * large page takes seconds.
 */
export function* templateFaults(
  campaign: CampaignRecord,
  { contact, links }: Reader = nobody,
): Generator<TemplateRefusal> {
  const { subject, content } = campaign;
  const context = contextOf(contact, links, campaign);
  const parts: readonly (readonly [PartName, string | null])[] = [
    ['subject', subject],
    ['content.html', content.html],
    ['content.text', content.text],
  ];
  for (const [part, source] of parts) {
    try {
      if (source !== null) compileTemplate(part, source)(context);
    } catch (error) {
      if (!(error instanceof TemplateRefusal)) throw error;
      yield error;
    }
  }
}

/** The templates alone, for whoever has no campaign. */
export const campaignOfTemplates = (subject: string, content: CampaignRecord['content']): CampaignRecord => ({
  ...{ id: 'campaign_00000000', name: '', status: 'draft', subject, content },
  ...{ from_name: null, from_email: '', reply_to: null, settings: settingsOf(null) },
  ...{ recipients: { type: 'all', tags: [], exclude_tags: [] }, recipient_count: 0, last_start: null },
  ...{ created_at: 0, updated_at: 0, send_time: null, sent_at: null },
});

/** A fault as it goes between threads. */
export type FoundFault = Pick<TemplateRefusal, 'part' | 'issue' | 'line'>;

/** What is wrong with the templates of a campaign, for a contact or for nobody in particular. */
export type FindTemplateFaults = (campaign: CampaignRecord, reader?: Reader) => Promise<FoundFault[]>;

/** Looks at light templates here and at all others by `inThread`, where there is one: compiling some hundred tags takes long. */
export const createFaultFinder =
  (inThread?: FindTemplateFaults): FindTemplateFaults =>
  async (campaign, reader = nobody) =>
    !inThread || isLight(campaign, reader.contact)
      ? [...templateFaults(campaign, reader)].map(({ part, issue, line }) => ({ part, issue, line }))
      : inThread(campaign, reader);

/** Rejects with a 400 of the faults of a campaign, whose fields stand behind `path` (`campaigns[3].subject`). */
export type CheckTemplates = (campaign: CampaignRecord, path?: string) => Promise<void>;

export const createTemplateCheck =
  (findFaults: FindTemplateFaults): CheckTemplates =>
  async (campaign, path) => {
    const faults = await findFaults(campaign);
    const fieldOf = (part: string) => (path === undefined ? part : `${path}.${part}`);
    if (faults.length > 0) throw invalid(faults.map(({ part, issue }) => ({ field: fieldOf(part), issue })));
  };
