import { nullIfNotFound } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import type { Link, MessageRecord } from '../../contract/message.js';
import { templateLinksOf } from '../compose/template-links.js';
import type { ParsedMail } from '../ports/mail-reader.js';
import type { Store } from '../ports/ports.js';
import type { Tracking } from '../tracking/tracking.js';
import { linksByTarget } from './message-links.js';

export interface FollowedLinksDeps {
  store: Pick<Store, 'campaigns' | 'contacts'>;
  tracking: Tracking;
  /** Rejects with a 404 where the content of a mail is not there. */
  parsed(id: string): Promise<ParsedMail>;
}

/** The http(s) targets of a mail that a reader may follow. */
export interface FollowedLinks {
  /** Those of a mail, without our own unsubscribe and view links. */
  linksOf(id: MessageId): Promise<string[]>;
  /** Those whose clicks are counted: of our mail the tracked ones, of mail from outside all. */
  clickableOf(message: MessageRecord): Promise<string[]>;
}

export function createFollowedLinks({ store, tracking, parsed }: FollowedLinksDeps): FollowedLinks {
  /** The links that lead away from a mail; null where its content is not there. */
  async function linksAway(id: MessageId): Promise<Link[] | null> {
    const mail = await parsed(id).catch(nullIfNotFound);
    const links = mail && linksByTarget(mail.links, tracking.targetOf);
    return links?.filter(({ url }) => !tracking.wasOwn(url)) ?? null;
  }
  /** What the links of a mail of a campaign were, told from its template. */
  function templateLinks({ campaign_id, contact_id, to }: MessageRecord): string[] {
    const campaign = campaign_id === null ? undefined : store.campaigns.get(campaign_id);
    const contact = contact_id === null ? undefined : store.contacts.get(contact_id);
    return campaign ? templateLinksOf(campaign)(contact ?? { email: to[0]?.address ?? '' }) : [];
  }
  return {
    linksOf: async (id) => (await linksAway(id))?.map(({ url }) => url) ?? [],
    async clickableOf(message) {
      const links = await linksAway(message.id);
      if (links === null) return templateLinks(message);
      const counted =
        message.kind === 'smtp' ? links : links.filter(({ tracked_url }) => tracked_url !== null);
      return counted.map(({ url }) => url);
    },
  };
}
