import type { CampaignRecord } from '../../contract/campaign.js';
import { AppError, invalidField } from '../../contract/errors.js';
import { createComposer, templateOfCampaign } from './composer.js';
import type { Composer, ComposerDeps } from './composer.js';

/** Nobody in particular: what a template needs of a contact is missing. */
const nobody = {
  id: 'email_00000000',
  to: { name: '', address: 'nobody@example.com' },
  contact: { custom_fields: {} },
  at: 0,
} as const;

/**
 * Compiles the templates of a campaign and renders them once, so that a fault shows here and not in the middle of a send.
 * Throws a 400 with field, line and reason; the field stands behind `path` (`campaigns[3].subject`).
 */
export function requireTemplates(campaign: CampaignRecord, deps: ComposerDeps, path?: string): Composer {
  try {
    const composer = createComposer(templateOfCampaign(campaign), deps);
    composer.write(nobody);
    return composer;
  } catch (error) {
    if (!(error instanceof AppError) || path === undefined) throw error;
    const { field = 'content', issue = error.message } = error.details;
    throw invalidField(`${path}.${field}`, issue);
  }
}
