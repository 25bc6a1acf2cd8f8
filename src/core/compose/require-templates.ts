import type { CampaignRecord } from '../../contract/campaign.js';
import { AppError, invalidField } from '../../contract/errors.js';
import type { PartName } from './template-budget.js';
import { compileTemplate, contextOf } from './template.js';

const noLinks = { unsubscribe_url: '', view_url: '' };

/** For nobody in particular, who lacks whatever a template names. Only the templates: a whole mail of a large page takes seconds. */
function renderEach(campaign: CampaignRecord): void {
  const { subject, content } = campaign;
  const context = contextOf({ custom_fields: {} }, noLinks, campaign);
  const parts: readonly (readonly [PartName, string | null])[] = [
    ['subject', subject],
    ['content.html', content.html],
    ['content.text', content.text],
  ];
  for (const [part, source] of parts) if (source !== null) compileTemplate(part, source)(context);
}

/**
 * Compiles the templates of a campaign and renders them once, so that a fault shows here and not in the middle of a send.
 * Throws a 400 with field, line and reason; the field stands behind `path` (`campaigns[3].subject`).
 */
export function requireTemplates(campaign: CampaignRecord, path?: string): void {
  try {
    renderEach(campaign);
  } catch (error) {
    if (!(error instanceof AppError) || path === undefined) throw error;
    const { field = 'content', issue = error.message } = error.details;
    throw invalidField(`${path}.${field}`, issue);
  }
}
