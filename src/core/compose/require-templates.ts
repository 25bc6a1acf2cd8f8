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

/** Templates, and the campaign that they are of, as far as there is one. */
export type Templates = Pick<CampaignRecord, 'subject' | 'content'> & Partial<CampaignRecord>;

/**
 * What is wrong with templates: each is compiled, and rendered once. Only the templates: a whole mail of a
 * large page takes seconds.
 */
export function* templateFaults(
  templates: Templates,
  { contact, links }: Reader = nobody,
): Generator<TemplateRefusal> {
  const { subject, content } = templates;
  const context = contextOf(contact, links, templates);
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

/** A fault as it goes between threads. */
export type FoundFault = Pick<TemplateRefusal, 'part' | 'issue' | 'line'>;

/** What is wrong with templates, for a contact or for nobody in particular. */
export type FindTemplateFaults = (templates: Templates, reader?: Reader) => Promise<FoundFault[]>;

/** Looks at light templates here and at all others by `inThread`, where there is one: compiling some hundred tags takes long. */
export const createFaultFinder =
  (inThread?: FindTemplateFaults): FindTemplateFaults =>
  async (templates, reader = nobody) =>
    !inThread || isLight(templates, reader.contact)
      ? [...templateFaults(templates, reader)].map(({ part, issue, line }) => ({ part, issue, line }))
      : inThread(templates, reader);

/** Rejects with a 400 of the faults of templates, whose fields stand behind `path` (`campaigns[3].subject`). */
export type CheckTemplates = (templates: Templates, path?: string) => Promise<void>;

export const createTemplateCheck =
  (findFaults: FindTemplateFaults): CheckTemplates =>
  async (templates, path) => {
    const faults = await findFaults(templates);
    const fieldOf = (part: string) => (path === undefined ? part : `${path}.${part}`);
    if (faults.length > 0) throw invalid(faults.map(({ part, issue }) => ({ field: fieldOf(part), issue })));
  };
