import type { Campaign } from '../../../src/contract/campaign.js';
import { isoTimeOf, localTimeOf } from '../local-time.js';
import { tagsOf } from '../../words/contact-words.js';

/** What stands in the form: text as it is typed. */
export interface FormValues {
  name: string;
  subject: string;
  from_name: string;
  from_email: string;
  reply_to: string;
  html: string;
  text: string;
  type: 'all' | 'tags';
  tags: string;
  exclude_tags: string;
  track_opens: boolean;
  track_clicks: boolean;
  google_analytics: boolean;
  send_time: string;
}

/** A first mail to write on from. */
const firstHtml = `<!doctype html>
<html>
  <body style="font-family: system-ui, sans-serif; max-width: 32rem; margin: 2rem auto">
    <h1>Hello {{first_name}}</h1>
    <p>What is new, and <a href="https://example.com/">where to read on</a>.</p>
    <p style="font-size: 0.8rem"><a href="{{unsubscribe_url}}">Unsubscribe</a></p>
  </body>
</html>
`;

export const emptyValues: FormValues = {
  name: '',
  subject: '',
  from_name: '',
  from_email: '',
  reply_to: '',
  html: firstHtml,
  text: '',
  type: 'all',
  tags: '',
  exclude_tags: '',
  track_opens: true,
  track_clicks: true,
  google_analytics: false,
  send_time: '',
};

export const valuesOf = (campaign: Campaign): FormValues => ({
  name: campaign.name,
  subject: campaign.subject,
  from_name: campaign.from_name ?? '',
  from_email: campaign.from_email,
  reply_to: campaign.reply_to ?? '',
  html: campaign.content.html ?? '',
  text: campaign.content.text ?? '',
  type: campaign.recipients.type,
  tags: campaign.recipients.tags.join(', '),
  exclude_tags: campaign.recipients.exclude_tags.join(', '),
  ...campaign.settings,
  send_time: campaign.send_time === null ? '' : localTimeOf(Date.parse(campaign.send_time)),
});

const longestName = 200;

/** A copy, which is not scheduled. */
export const copyOf = (values: FormValues): FormValues => ({
  ...values,
  name: `Copy of ${values.name}`.slice(0, longestName),
  send_time: '',
});

const recipientsOf = ({ type, tags, exclude_tags }: FormValues) => ({
  type,
  ...(type === 'tags' ? { tags: tagsOf(tags) } : {}),
  exclude_tags: tagsOf(exclude_tags),
});

/** The form as the API takes it. What is empty is null, so that an edit clears it. */
export const inputOf = (values: FormValues) => ({
  name: values.name,
  subject: values.subject,
  from_name: values.from_name.trim() || null,
  from_email: values.from_email.trim(),
  reply_to: values.reply_to.trim() || null,
  content: { html: values.html || null, text: values.text || null },
  recipients: recipientsOf(values),
  settings: {
    track_opens: values.track_opens,
    track_clicks: values.track_clicks,
    google_analytics: values.google_analytics,
  },
  send_time: isoTimeOf(values.send_time),
});

const isLikeAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** What of the form can be composed already: what is not whole yet is left out, and has a value to show. */
export function previewOf(values: FormValues): object {
  const { name, subject, from_name, from_email, content, recipients, settings } = inputOf(values);
  return {
    from_name,
    settings,
    ...(name.trim() === '' ? {} : { name }),
    ...(subject.trim() === '' ? {} : { subject }),
    ...(isLikeAddress(from_email) ? { from_email } : {}),
    ...(content.html === null && content.text === null ? {} : { content }),
    ...(recipients.type === 'tags' && recipients.tags?.length === 0 ? {} : { recipients }),
  };
}

/** A campaign as the call that creates it, without what goes by itself. */
export function inputOfCampaign({ recipients, ...campaign }: Campaign): object {
  const { name, subject, from_name, from_email, reply_to, content, settings, send_time } = campaign;
  const { type, tags, exclude_tags } = recipients;
  const given = { name, subject, from_name, from_email, reply_to, content, settings, send_time };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
    content: Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null)),
    recipients: { type, ...(type === 'tags' ? { tags } : {}), exclude_tags },
  };
}
