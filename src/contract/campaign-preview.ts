import * as z from 'zod';
import { CampaignPatch } from './campaign.js';
import { JudgedAudience } from './campaign-report.js';
import { ContactInput } from './contact.js';
import { ContactId, MessageId } from './ids.js';

/**
 * Body of `POST /_emulator/campaigns/preview`: a saved campaign, one that is being written, or a saved one with changes; as a
 * contact, an example of one, or nobody in particular. What is left out has a value to show.
 */
export const CampaignPreviewInput = z
  .strictObject({
    /** The id of a saved campaign. */
    campaign_id: z.string().optional(),
    /** A campaign as `POST /v2/campaigns` takes it, or changes of the saved one; any field may be absent. */
    campaign: CampaignPatch.optional(),
    /** The id of the contact as whom it is read. */
    contact_id: z.string().optional(),
    /** An example of a contact, in place of one that is there. */
    contact: ContactInput.omit({ send_welcome: true }).partial().optional(),
  })
  .refine(({ contact, contact_id }) => contact === undefined || contact_id === undefined, {
    error: 'Expected contact or contact_id, not both',
    path: ['contact'],
  })
  .meta({ id: 'CampaignPreviewInput' });
/** What is to be shown, and as whom. */
export type CampaignPreviewInput = z.output<typeof CampaignPreviewInput>;

/** A mail of a campaign as one contact would get it, though it is not sent. */
export const CampaignPreview = z
  .object({
    /** The mail: its html, to look at, is at `/_emulator/campaigns/previews/{id}/html` for a while. */
    id: MessageId,
    /** As whom it is read. */
    contact: z.object({
      /** Null for an example. */
      id: ContactId.nullable(),
      /** The address. */
      email: z.string(),
      /** First and last name; empty where neither is known. */
      name: z.string(),
    }),
    /** The rendered mail; null where a template is faulty. */
    mail: z
      .object({
        /** The subject. */
        subject: z.string(),
        /** What a list shows beside the subject. */
        preview: z.string(),
        /** The html with its tracking; null where there is none. */
        html: z.string().nullable(),
        /** The text, given or derived from the html. */
        text: z.string(),
        /** In bytes: the whole mail, and its parts decoded. */
        sizes: z.object({
          /** With all headers. */
          mail: z.int(),
          /** 0 where there is none. */
          html: z.int(),
          /** 0 where the mail has no text part. */
          text: z.int(),
        }),
        /** Values that the templates name and the contact lacks. */
        missing: z.array(z.string()),
      })
      .nullable(),
    /** What is wrong with the templates, for this contact. */
    faults: z.array(
      z.object({
        /** `subject`, `content.html` or `content.text`. */
        field: z.string(),
        /** From 1; null where no line is to blame. */
        line: z.int().nullable(),
        /** What was expected. */
        issue: z.string(),
      }),
    ),
    /** Who would get it now. */
    audience: JudgedAudience,
  })
  .meta({ id: 'CampaignPreview' });
/** A mail of a campaign as one contact would get it. */
export type CampaignPreview = z.output<typeof CampaignPreview>;
