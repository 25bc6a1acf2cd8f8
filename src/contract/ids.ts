import * as z from 'zod';

/** What an id may begin with: `contact_1a2b3c4d` is the prefix and eight base-36 characters. */
export type IdPrefix =
  'contact' | 'campaign' | 'req' | 'email' | 'evt' | 'wh' | 'dlv' | 'key' | 'ws' | 'smtp' | 'fault';

/** An id: its prefix and eight lower-case base-36 characters. */
export type Id<P extends IdPrefix> = `${P}_${string}`;

/** Schema of an id with this prefix. */
export const idSchema = <P extends IdPrefix>(prefix: P) =>
  z.templateLiteral([`${prefix}_`, z.string().regex(/^[0-9a-z]{8}$/)], {
    error: `Expected an id such as ${prefix}_1a2b3c4d`,
  });

export const ContactId = idSchema('contact');
export const CampaignId = idSchema('campaign');
export const MessageId = idSchema('email');
export const EventId = idSchema('evt');
export const WebhookId = idSchema('wh');
export const DeliveryId = idSchema('dlv');
export const KeyId = idSchema('key');
export const RequestId = idSchema('req');

/** The id of a contact. */
export type ContactId = Id<'contact'>;
/** The id of a campaign. */
export type CampaignId = Id<'campaign'>;
/** The id of a message. */
export type MessageId = Id<'email'>;
/** The id of an event. */
export type EventId = Id<'evt'>;
/** The id of a webhook. */
export type WebhookId = Id<'wh'>;
/** The id of a delivery. */
export type DeliveryId = Id<'dlv'>;
/** The id of a key. */
export type KeyId = Id<'key'>;
/** The id of a request. */
export type RequestId = Id<'req'>;
/** `default` or `ws_…`. */
export type WorkspaceId = 'default' | Id<'ws'>;
