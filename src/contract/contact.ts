import * as z from 'zod';
import {
  CustomFields,
  CustomFieldsPatch,
  EmailAddress,
  line,
  PageQuery,
  StoredAddress,
  StoredCustomFields,
  StoredTag,
  Tags,
  SearchText,
} from './fields.js';
import { ContactId } from './ids.js';
import { Instant, IsoText, toIso } from './time.js';

/** Whether campaigns go to a contact. */
export const ContactStatus = z.enum(['active', 'unsubscribed'], {
  error: 'Expected "active" or "unsubscribed"',
});
export type ContactStatus = z.output<typeof ContactStatus>;

/** The fields of one line that may be empty, in the documented order, with their longest value. */
const longest = {
  /** The first name, at most 200 characters; null where it is not known. */
  first_name: 200,
  /** The last name, at most 200 characters; null where it is not known. */
  last_name: 200,
  /** The phone number, at most 50 characters; null where it is not known. */
  phone: 50,
  /** The company, at most 200 characters; null where it is not known. */
  company: 200,
} as const;

/** A schema for each of them. */
const eachLine = <S>(schemaOf: (max: number) => S) =>
  Object.fromEntries(Object.entries(longest).map(([field, max]) => [field, schemaOf(max)])) as {
    -readonly [K in keyof typeof longest]: S;
  };
const stored = eachLine((max) => line(max).nullable());
const written = eachLine((max) => line(max).nullish());

/** A contact as it is stored. */
export const ContactRecord = z.object({
  /** Such as `contact_1a2b3c4d`. */
  id: ContactId,
  /** The address, unique in the workspace without regard to case. */
  email: StoredAddress,
  ...stored,
  /** At most 100 tags of 100 characters. */
  tags: z.array(StoredTag),
  /** Free JSON by key, at most 64 KiB. */
  custom_fields: StoredCustomFields,
  /** Whether campaigns go to it. */
  status: ContactStatus,
  /** Since when it is subscribed: UTC, ISO 8601 with whole seconds. */
  subscribed_at: Instant,
  /** When it was made: UTC, ISO 8601 with whole seconds. */
  created_at: Instant,
  /** When it was last changed: UTC, ISO 8601 with whole seconds. */
  updated_at: Instant,
});
export type ContactRecord = z.output<typeof ContactRecord>;

/** A contact on the wire: the documented fields in the documented order (reference, "List Contacts"). */
export const Contact = ContactRecord.extend({
  /** Since when it is subscribed: UTC, ISO 8601 with whole seconds. */
  subscribed_at: IsoText,
  /** When it was made: UTC, ISO 8601 with whole seconds. */
  created_at: IsoText,
  /** When it was last changed: UTC, ISO 8601 with whole seconds. */
  updated_at: IsoText,
}).meta({ id: 'Contact' });
export type Contact = z.output<typeof Contact>;

export const toContact = (record: ContactRecord): Contact => ({
  ...record,
  subscribed_at: toIso(record.subscribed_at),
  created_at: toIso(record.created_at),
  updated_at: toIso(record.updated_at),
});

/** Body of `POST /v2/contacts`. Only `email` is required; null counts as absent. */
export const ContactInput = z
  .strictObject({
    email: EmailAddress,
    ...written,
    tags: Tags.nullish(),
    custom_fields: CustomFields.nullish(),
    send_welcome: z.boolean().nullish(),
  })
  .meta({ id: 'ContactInput' });
export type ContactInput = z.output<typeof ContactInput>;

/** Body of `PUT /v2/contacts/{contact_id}`: absent stays, null clears, tags replace, custom_fields merge by key. Fields of a record. */
export const ContactPatch = z
  .strictObject({
    email: EmailAddress.optional(),
    ...written,
    tags: Tags.nullish(),
    custom_fields: CustomFieldsPatch.nullish(),
    status: ContactStatus.optional(),
  })
  .meta({ id: 'ContactPatch' });
export type ContactPatch = z.output<typeof ContactPatch>;

export const ContactQuery = PageQuery.extend({
  search: SearchText.optional(),
  tags: z
    .string()
    .max(2000, { error: 'Expected at most 2000 characters' })
    .transform((text) =>
      text
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    )
    .optional(),
  status: ContactStatus.optional(),
});
export type ContactQuery = z.output<typeof ContactQuery>;
