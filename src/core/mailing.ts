import type { CampaignRecord } from '../contract/campaign.js';
import type { ContactRecord } from '../contract/contact.js';
import { AppError, invalidField } from '../contract/errors.js';
import type { MessageId, WorkspaceId } from '../contract/ids.js';
import type { Mailbox } from '../contract/message.js';
import { composeMail, oneLine } from './mime.js';
import type { Written } from './outbox.js';
import { previewOf, textOfHtml } from './plain-text.js';
import { compileTemplate, contextOf } from './template.js';
import type { PartName, TemplateContext } from './template.js';
import { fill, frameOf } from './template-frame.js';
import { mailDomain } from './tickets.js';
import { addUtm, trackHtml } from './track.js';
import type { HtmlChange, Tracking } from './track.js';
import { trackFrame } from './track-frame.js';

/** What is sent: the templates and how they travel. */
export interface MailSource {
  subject: string;
  content: { html: string | null; text: string | null };
  from: Mailbox;
  reply_to: string | null;
  settings: CampaignRecord['settings'];
  campaign: CampaignRecord | null;
  /** Whether the recipients may unsubscribe, so that List-Unsubscribe is set. */
  bulk: boolean;
}

/** One mail to write. `contact` may be as little as an address. */
export interface Addressee {
  id: MessageId;
  to: Mailbox;
  contact: Partial<ContactRecord>;
  /** When it is written (ms), for the Date header. */
  at: number;
  variables?: TemplateContext;
}

export interface Mailing {
  /** Who sends it. */
  readonly from: Mailbox;
  write(addressee: Addressee): Written;
  /** Throws a 400 that names the first value that a mail to this contact would lack. */
  requireValues(contact: Partial<ContactRecord>, variables?: TemplateContext): void;
}

export interface MailingDeps {
  tracking: Tracking;
  workspace: WorkspaceId;
  /** Refuse to send a mail that lacks a value which its template names. */
  strict: boolean;
}

/** The text template that stands in where none is given; null when only the rendered html can tell. */
function deriveTextTemplate(html: string): Render | null {
  // An unescaped value may bring html of its own, which must not end up in the text as it is.
  if (/\{\{[{&]/.test(html)) return null;
  try {
    return createRender('content.text', textOfHtml(html));
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** What tracking makes of the page of one mail. */
function changeFor({ settings, campaign }: MailSource, tracking: Tracking, id: MessageId): HtmlChange {
  const rewrite = (url: string): string => {
    if (tracking.isOwn(url)) return url;
    const tagged = settings.google_analytics && campaign ? addUtm(url, campaign.name) : url;
    return settings.track_clicks ? tracking.clickUrl(id, tagged) : tagged;
  };
  return { rewrite, pixel: settings.track_opens ? tracking.urlOf('open', id) : null };
}

function headersOf(
  source: MailSource,
  id: MessageId,
  { tracking, workspace }: MailingDeps,
): (readonly [string, string])[] {
  const { campaign, bulk } = source;
  return [
    ...(bulk
      ? ([
          ['List-Unsubscribe', `<${tracking.urlOf('unsubscribe', id)}>`],
          ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
        ] as const)
      : []),
    [
      'Feedback-ID',
      `${campaign?.id ?? 'transactional'}:${workspace}:${bulk ? 'campaign' : 'transactional'}:maildrone`,
    ],
    ...(campaign ? ([['X-Maildrone-Campaign-ID', campaign.id]] as const) : []),
    ['X-Maildrone-Message-ID', id],
  ];
}

interface Rendered {
  subject: string;
  /** With its links rewritten. */
  page: string | null;
  body: string;
  missing: string[];
}

type Render = (context: TemplateContext, missing: Set<string>) => string;

/** Renders a part from its frame where it has one, which takes a fraction of the time. */
function createRender(part: PartName, source: string): Render {
  const whole = compileTemplate(part, source);
  const frame = frameOf(part, source);
  if (!frame) return whole;
  return (context, missing) => {
    const values = frame.values(context, missing);
    return values ? fill(frame, values) : whole(context, missing);
  };
}

/** Renders the html with its links rewritten; looks at the page once for all mails where that is possible. */
function createPageRender(source: string) {
  const whole = compileTemplate('content.html', source);
  const frame = frameOf('content.html', source);
  const page = frame && trackFrame(frame);
  return (context: TemplateContext, missing: Set<string>, change: HtmlChange): string => {
    const values = page && frame.values(context, missing);
    return values ? page(values, change) : trackHtml(whole(context, missing), change);
  };
}

/** Compiles the templates once; throws a 400 with field, line and reason where one is faulty. */
export function createMailing(source: MailSource, deps: MailingDeps): Mailing {
  const { html, text } = source.content;
  const { tracking } = deps;
  const renderSubject = compileTemplate('subject', source.subject);
  const renderPage = html === null ? null : createPageRender(html);
  const renderText = text !== null ? createRender('content.text', text) : deriveTextTemplate(html ?? '');
  // Where the text can only be derived from what was rendered.
  const plainPage = renderText || html === null ? null : compileTemplate('content.html', html);

  function render({ id, contact, variables }: Omit<Addressee, 'to' | 'at'>): Rendered {
    const links = {
      unsubscribe_url: tracking.urlOf('unsubscribe', id),
      view_url: tracking.urlOf('view', id),
    };
    const context = { ...contextOf(contact, links, source.campaign ?? undefined), ...variables };
    const missing = new Set<string>();
    const subject = oneLine(renderSubject(context, missing));
    const page = renderPage?.(context, missing, changeFor(source, tracking, id)) ?? null;
    const body = renderText?.(context, missing) ?? textOfHtml(plainPage?.(context, missing) ?? '');
    return { subject, page, body, missing: [...missing] };
  }

  return {
    from: source.from,
    write(addressee) {
      const { id, to, at } = addressee;
      const { subject, page, body, missing } = render(addressee);
      const raw = composeMail({
        messageId: `<${id}@${mailDomain}>`,
        date: at,
        from: source.from,
        to,
        replyTo: source.reply_to,
        subject,
        headers: headersOf(source, id, deps),
        html: page,
        text: body,
        boundary: `=_maildrone_${id}`,
      });
      return { subject, preview: previewOf(body), text: body, raw, missing };
    },
    requireValues({ email = '', ...contact }, variables = {}) {
      const { missing } = render({ id: 'email_00000000', contact: { email, ...contact }, variables });
      const [name] = missing;
      if (name === undefined) return;
      throw invalidField(
        'content',
        `Expected a value of {{${name}}} for every recipient (--strict); ${email} has none`,
      );
    },
  };
}

/** How a campaign travels. */
export const sourceOfCampaign = (campaign: CampaignRecord): MailSource => ({
  subject: campaign.subject,
  content: campaign.content,
  from: { name: campaign.from_name ?? '', address: campaign.from_email },
  reply_to: campaign.reply_to,
  settings: campaign.settings,
  campaign,
  bulk: true,
});

export const mailboxOf = (contact: Pick<ContactRecord, 'email' | 'first_name' | 'last_name'>): Mailbox => ({
  name: [contact.first_name, contact.last_name].filter((part) => part !== null && part !== '').join(' '),
  address: contact.email,
});
