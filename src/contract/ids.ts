import * as z from 'zod';

/** What an id may begin with: `contact_1a2b3c4d` is the prefix and eight base-36 characters. */
export type IdPrefix =
  'contact' | 'campaign' | 'req' | 'email' | 'evt' | 'wh' | 'dlv' | 'key' | 'ws' | 'smtp' | 'fault';

export type Id<P extends IdPrefix> = `${P}_${string}`;

/** Schema of an id with this prefix. */
export const idSchema = <P extends IdPrefix>(prefix: P) =>
  z.templateLiteral([`${prefix}_`, z.string().regex(/^[0-9a-z]{8}$/)]);

export const ContactId = idSchema('contact');
export const CampaignId = idSchema('campaign');
export const MessageId = idSchema('email');
export const EventId = idSchema('evt');
export const WebhookId = idSchema('wh');
export const DeliveryId = idSchema('dlv');
export const KeyId = idSchema('key');

export type ContactId = Id<'contact'>;
export type CampaignId = Id<'campaign'>;
export type MessageId = Id<'email'>;
export type EventId = Id<'evt'>;
export type WebhookId = Id<'wh'>;
export type DeliveryId = Id<'dlv'>;
export type KeyId = Id<'key'>;
export type RequestId = Id<'req'>;
/** `default` or `ws_…`. */
export type WorkspaceId = 'default' | Id<'ws'>;
