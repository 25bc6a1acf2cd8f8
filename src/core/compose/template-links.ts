import type { CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { scanHtml } from '../html/scan.js';
import { addUtm } from '../tracking/utm.js';
import { compileTemplate, contextOf, noLinks } from './template.js';

const isWeb = /^https?:\/\//i;
/** Where the template says nothing but names, each can be filled in by itself. */
const named = /^[^{}]*(?:\{\{[\w. ]+\}\}[^{}]*)*$/;

/**
 * The tracked links that the mails of a campaign have, told from its template: for mail whose content is not kept. A link
 * that only stands there through a block or a helper is left out.
 */
export function templateLinksOf({
  content,
  settings,
  name,
}: Pick<CampaignRecord, 'content' | 'settings' | 'name'>): (contact: Partial<ContactRecord>) => string[] {
  if (content.html === null || !settings.track_clicks) return () => [];
  const links = scanHtml(content.html)
    .links.filter(({ value }) => isWeb.test(value) && named.test(value))
    .map(({ value }) => compileTemplate('content.text', value));
  return (contact) => {
    const context = contextOf(contact, noLinks);
    return links.map((render) => {
      const url = render(context);
      return settings.google_analytics ? addUtm(url, name) : url;
    });
  };
}
