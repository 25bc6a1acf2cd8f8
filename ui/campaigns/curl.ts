import type { Campaign } from '../../src/contract/campaign.js';
import { authorizationArgument } from '../shell/examples.js';
import type { Info } from '../shell/workspace/info.js';
import { shellQuote } from '../words/shell-quote.js';
import { inputOfCampaign } from './form/form-values.js';

/** The call of the API that creates a campaign like this one. */
export function curlOf(campaign: Campaign, { urls, api_key }: Pick<Info, 'urls' | 'api_key'>): string {
  return [
    `curl ${shellQuote(`${urls.api}/campaigns`)}`,
    authorizationArgument(api_key),
    `-H 'Content-Type: application/json'`,
    `--data-raw ${shellQuote(JSON.stringify(inputOfCampaign(campaign), null, 2))}`,
  ].join(' \\\n  ');
}
