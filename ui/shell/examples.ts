import { shellQuote } from '../words/shell-quote.js';
import type { Info } from './workspace/info.js';

/** What to put where no key is known: keys are kept as digests. */
export const keyPlaceholder = 'YOUR_API_KEY';

/** The header with a key, as one word of a shell. */
export const authorization = (key: string | null): string =>
  shellQuote(`Authorization: Bearer ${key ?? keyPlaceholder}`);

/** The same as an argument of curl; a key that is not known stands in the environment. */
export const authorizationArgument = (key: string | null): string =>
  `-H ${key === null ? '"Authorization: Bearer $MAILDRONE_API_KEY"' : authorization(key)}`;

/** A shell transcript that makes a contact with this address and sends it a campaign. */
export const campaignExample = ({ urls, api_key }: Info, email: string): string => `API=${urls.api}
AUTH=${authorization(api_key)}
JSON='Content-Type: application/json'

curl -s $API/contacts -H "$AUTH" -H "$JSON" \\
  -d ${shellQuote(`{"email": ${JSON.stringify(email)}, "first_name": "Ada"}`)}

ID=$(curl -s $API/campaigns -H "$AUTH" -H "$JSON" -d '{
  "name": "Hello", "from_email": "team@example.com", "subject": "Hello {{first_name}}",
  "content": {"html": "<h1>Hello {{first_name}}</h1> <a href=\\"https://example.com\\">Read on</a>"},
  "recipients": {"type": "all"}
}' | grep -o 'campaign_[0-9a-z]*' | head -1)

curl -s -X POST $API/campaigns/$ID/send -H "$AUTH"
`;
