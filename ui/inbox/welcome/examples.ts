import type { Info } from '../../shell/info.js';

/** What to put where no key is known: keys are kept as digests. */
const keyPlaceholder = 'YOUR_API_KEY';

/** A shell transcript that fills the inbox over the API: a contact, a campaign, and its sending. */
export const apiExample = ({ urls, api_key }: Info): string => `API=${urls.api}
AUTH='Authorization: Bearer ${api_key ?? keyPlaceholder}'
JSON='Content-Type: application/json'

curl -s $API/contacts -H "$AUTH" -H "$JSON" \\
  -d '{"email": "ada@example.com", "first_name": "Ada"}'

ID=$(curl -s $API/campaigns -H "$AUTH" -H "$JSON" -d '{
  "name": "Hello", "from_email": "team@example.com", "subject": "Hello {{first_name}}",
  "content": {"html": "<h1>Hello {{first_name}}</h1> <a href=\\"https://example.com\\">Read on</a>"},
  "recipients": {"type": "all"}
}' | grep -o 'campaign_[0-9a-z]*' | head -1)

curl -s -X POST $API/campaigns/$ID/send -H "$AUTH"
`;

/** A mail sent with nothing but curl. Another workspace than the default one is named by the user of AUTH. */
export function smtpExample({ urls, workspace }: Info): string {
  const user = workspace.id === 'default' ? '' : ` --user ${workspace.id}:any`;
  return `printf 'From: app@example.com\\r\\nTo: ada@example.com\\r\\nSubject: It works\\r\\n\\r\\nHello Ada.\\r\\n' |
  curl -s ${urls.smtp}${user} --mail-from app@example.com --mail-rcpt ada@example.com -T -
`;
}
