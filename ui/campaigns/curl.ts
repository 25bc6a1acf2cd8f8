import type { Campaign } from '../../src/contract/campaign.js';
import { shellQuote } from '../words/shell-quote.js';
import { inputOfCampaign } from './form/form-values.js';

/** The call of the API that creates a campaign like this one. */
export function curlOf(campaign: Campaign, base: string): string {
  return [
    `curl ${shellQuote(`${base}/campaigns`)}`,
    `-H "Authorization: Bearer $MAILDRONE_API_KEY"`,
    `-H 'Content-Type: application/json'`,
    `--data-raw ${shellQuote(JSON.stringify(inputOfCampaign(campaign), null, 2))}`,
  ].join(' \\\n  ');
}
