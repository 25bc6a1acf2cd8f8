import type * as z from 'zod';
import { CampaignRecord } from './campaign.js';
import { ContactRecord } from './contact.js';
import { EventRecord } from './event.js';
import { KeyRecord } from './key.js';
import { MessageRecord } from './message.js';
import { DeliveryRecord } from './delivery.js';
import { WebhookRecord } from './webhook.js';
import { AudienceRecord, MetaRecord, SuppressionRecord } from './workspace-records.js';

/** Every table of a workspace with the schema of its rows, in the order in which they stand in `db.json`. */
export const tableSchemas = {
  meta: MetaRecord,
  keys: KeyRecord,
  webhooks: WebhookRecord,
  contacts: ContactRecord,
  suppressions: SuppressionRecord,
  campaigns: CampaignRecord,
  audiences: AudienceRecord,
  messages: MessageRecord,
  events: EventRecord,
  deliveries: DeliveryRecord,
} as const;

/** The rows of each table. */
export type Tables = { [K in keyof typeof tableSchemas]: z.output<(typeof tableSchemas)[K]> };
export type TableName = keyof Tables;
export const tableNames = Object.keys(tableSchemas) as TableName[];

/** What no two rows of a table have alike besides their id, in the form in which it compares. */
export const distinctFields: {
  readonly [K in TableName]?: { field: string; valueOf(row: Tables[K]): string | number };
} = {
  keys: { field: 'digest', valueOf: ({ digest }) => digest },
  contacts: { field: 'email', valueOf: ({ email }) => email.toLowerCase() },
  messages: { field: 'seq', valueOf: ({ seq }) => seq },
  events: { field: 'seq', valueOf: ({ seq }) => seq },
  deliveries: { field: 'seq', valueOf: ({ seq }) => seq },
};
