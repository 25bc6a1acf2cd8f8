import type { CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { invalidField } from '../../contract/errors.js';
import type { PartName } from './template-budget.js';
import { TemplateRefusal } from './template-fault.js';
import { compileTemplate, contextOf } from './template.js';
import type { Links } from './template.js';

const noLinks = { unsubscribe_url: '', view_url: '' };

/** Whom a template is rendered for. */
interface Reader {
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

/**
 * Compiles the templates of a campaign and renders them once, so that a fault shows here and not in the middle of a send.
 * Throws a 400 with field, line and reason; the field stands behind `path` (`campaigns[3].subject`).
 */
export function requireTemplates(campaign: CampaignRecord, path?: string): void {
  for (const fault of templateFaults(campaign))
    throw path === undefined ? fault : invalidField(`${path}.${fault.part}`, fault.issue);
}
