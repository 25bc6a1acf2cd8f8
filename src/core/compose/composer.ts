import { folded } from '../../contract/text/folding.js';
import type { CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { invalidField } from '../../contract/errors.js';
import type { MessageId, WorkspaceId } from '../../contract/ids.js';
import type { Mailbox } from '../../contract/message.js';
import { createContent } from './content.js';
import { searchHeadOf } from '../messages/search-text.js';
import type { Headed } from '../messages/search-text.js';
import { oneLine } from './mime.js';
import type { Written } from './written-mail.js';
import type { BloomHasher } from '../ports/ports.js';
import { compileTemplate, contextOf } from './template.js';
import type { Template, TemplateContext } from './template.js';
import type { PartName } from './template-budget.js';
import { mailDomain } from './mail-domain.js';
import type { Tracking } from '../tracking/tracking.js';

/** A message's templates and its settings. */
export interface MessageTemplate {
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
export interface Recipient {
  id: MessageId;
  to: Mailbox;
  contact: Partial<ContactRecord>;
  /** When it is written (ms), for the Date header. */
  at: number;
  variables?: TemplateContext;
}

export interface Composer {
  /** Who sends it. */
  readonly from: Mailbox;
  write(recipient: Recipient): Written;
  /** Throws a 400 on the part that names the first value which a mail to this contact would lack. */
  requireVariables(contact: Partial<ContactRecord>, variables?: TemplateContext): void;
}

export interface ComposerDeps {
  tracking: Tracking;
  workspace: WorkspaceId;
  /** Refuse to send a mail that lacks a value which its template names. */
  strict: boolean;
  /** Makes the Bloom filters of searched texts; without it that is left to the index. */
  bloomHasher?: BloomHasher;
}

function headersOf(
  { campaign, bulk }: MessageTemplate,
  id: MessageId,
  { workspace, unsubscribeUrl }: { workspace: WorkspaceId; unsubscribeUrl: string },
): (readonly [string, string])[] {
  return [
    ...(bulk
      ? ([
          ['List-Unsubscribe', `<${unsubscribeUrl}>`],
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

/** Compiles the templates once; throws a 400 with field, line and reason where one is faulty. */
export function createComposer(source: MessageTemplate, deps: ComposerDeps): Composer {
  const { tracking } = deps;
  const renderSubject = compileTemplate('subject', source.subject);
  const renderContent = createContent(source, { tracking, bloomHasher: deps.bloomHasher ?? null });

  /** The subject, and the values that the content is rendered with. */
  function begin({ id, contact, variables }: Omit<Recipient, 'to' | 'at'>, missing: Set<string>) {
    const links = {
      unsubscribe_url: tracking.urlOf('unsubscribe', id),
      view_url: tracking.urlOf('view', id),
    };
    const { campaign } = source;
    const contextWith = (shown?: CampaignRecord) => ({ ...contextOf(contact, links, shown), ...variables });
    const subject = oneLine(renderSubject(contextWith(campaign ?? undefined), missing));
    // In the content `campaign.subject` is the subject that the mail has, and not its template.
    const context = contextWith(campaign ? { ...campaign, subject } : undefined);
    return { subject, context, unsubscribeUrl: links.unsubscribe_url };
  }

  /** Compiled when they are asked for: most composers never have to tell which part lacks a value. */
  let contentParts: readonly (readonly [PartName, Template])[] | null = null;
  const partsOfContent = ({ html, text }: MessageTemplate['content']) => [
    ...(html === null ? [] : [['content.html', compileTemplate('content.html', html)] as const]),
    ...(text === null ? [] : [['content.text', compileTemplate('content.text', text)] as const]),
  ];

  /** The first value that a mail would lack, and the part that names it; null where it has all. */
  function firstMissing(recipient: Omit<Recipient, 'to' | 'at'>): { part: PartName; name: string } | null {
    const missing = new Set<string>();
    const { context } = begin(recipient, missing);
    const [name] = missing;
    if (name !== undefined) return { part: 'subject', name };
    contentParts ??= partsOfContent(source.content);
    for (const [part, renderPart] of contentParts) {
      renderPart(context, missing);
      const [name] = missing;
      if (name !== undefined) return { part, name };
    }
    return null;
  }

  return {
    from: source.from,
    write(recipient) {
      const { id, to, at } = recipient;
      const missing = new Set<string>();
      const { subject, context, unsubscribeUrl } = begin(recipient, missing);
      const content = renderContent(id, context, missing);
      const raw = content.compose({
        messageId: `<${id}@${mailDomain}>`,
        date: at,
        from: source.from,
        to,
        replyTo: source.reply_to,
        subject,
        headers: headersOf(source, id, { workspace: deps.workspace, unsubscribeUrl }),
        boundary: `=_maildrone_${id}`,
      });
      const replyTo = source.reply_to === null ? '' : `${folded(source.reply_to)}\n`;
      const search = (head: Headed) => content.searched(searchHeadOf(head) + replyTo);
      return { subject, preview: content.preview, search, raw, missing: [...missing] };
    },
    requireVariables({ email = '', ...contact }, variables = {}) {
      const lacking = firstMissing({ id: 'email_00000000', contact: { email, ...contact }, variables });
      if (!lacking) return;
      throw invalidField(
        lacking.part,
        `Expected a value of {{${lacking.name}}} for every recipient (--strict); ${email} has none`,
      );
    },
  };
}

/** The message template of a campaign. */
export const templateOfCampaign = (campaign: CampaignRecord): MessageTemplate => ({
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
