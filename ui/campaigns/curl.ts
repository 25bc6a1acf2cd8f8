import type { Campaign } from '../../src/contract/campaign.js';
import type { Info } from '../shell/info.js';
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

/** A shell transcript that makes a contact and sends it a campaign. */
export const exampleCommand = ({ urls, api_key }: Info): string => `API=${urls.api}
AUTH='Authorization: Bearer ${api_key ?? 'YOUR_API_KEY'}'
JSON='Content-Type: application/json'

curl -s $API/contacts -H "$AUTH" -H "$JSON" \\
  -d '{"email": "ada+click@example.com", "first_name": "Ada"}'

ID=$(curl -s $API/campaigns -H "$AUTH" -H "$JSON" -d '{
  "name": "Hello", "from_email": "team@example.com", "subject": "Hello {{first_name}}",
  "content": {"html": "<h1>Hello {{first_name}}</h1> <a href=\\"https://example.com\\">Read on</a>"},
  "recipients": {"type": "all"}
}' | grep -o 'campaign_[0-9a-z]*' | head -1)

curl -s -X POST $API/campaigns/$ID/send -H "$AUTH"
`;
