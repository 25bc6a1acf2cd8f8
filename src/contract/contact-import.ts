import * as z from 'zod';
import { ContactInput, ContactStatus } from './contact.js';
import { alternatives } from './fields.js';

/** What a column of a file may be, besides a custom field. A `name` is the first name and, after a blank, the last. */
export const importFields = [
  'email',
  'name',
  'first_name',
  'last_name',
  'phone',
  'company',
  'tags',
  'status',
] as const;
export const customPrefix = 'custom_fields.';

const isField = (text: string): boolean =>
  importFields.some((field) => field === text) ||
  (text.startsWith(customPrefix) && text.length > customPrefix.length);

/** The field that a column is, null where it is left out. */
const ImportField = z
  .string()
  .max(customPrefix.length + 100, { error: 'Expected keys of at most 100 characters' })
  .refine(isField, {
    error: `Expected ${alternatives(importFields)}, or custom_fields. with a key, or null`,
  })
  .nullable();

/** A contact as a line of a file gives it: absent fields of an existing contact stay. */
export const ImportedContact = ContactInput.omit({ send_welcome: true }).extend({
  status: ContactStatus.optional(),
});
export type ImportedContact = z.output<typeof ImportedContact>;

/** Body of `POST /_emulator/contacts/import`. */
export const ContactImportInput = z
  .strictObject({
    /** The text of a CSV file with a heading line. Cells are separated by comma, semicolon or tab. */
    csv: z.string(),
    /** The field that each column is, in their order, null for one that is left out; by the headings unless given. */
    columns: z.array(ImportField).max(500).optional(),
    /** What becomes of a contact that is there already: it stays as it is, or gets the fields of its line as by `PUT`. */
    existing: z.enum(['skip', 'update'], { error: 'Expected "skip" or "update"' }).default('skip'),
    /** What becomes of the others where lines are faulty: nothing is imported, or the faulty ones are left out. */
    faulty: z.enum(['refuse', 'skip'], { error: 'Expected "refuse" or "skip"' }).default('refuse'),
    /** Whether all is only judged, and nothing is changed. */
    preview: z.boolean().default(false),
  })
  .meta({ id: 'ContactImportInput' });
export type ContactImportInput = z.output<typeof ContactImportInput>;

/** What an import came to, or would. */
export const ContactImport = z
  .object({
    /** Whether nothing was changed. */
    preview: z.boolean(),
    /** The columns of the file. */
    columns: z.array(
      z.object({
        /** Its heading. */
        name: z.string(),
        /** The field that it is; null where it is left out. */
        field: z.string().nullable(),
        /** Its first values. */
        examples: z.array(z.string()),
      }),
    ),
    /** Contacts in the file, faulty ones too. */
    lines: z.int(),
    /** Contacts that were made. */
    created: z.int(),
    /** Contacts that were there and changed. */
    updated: z.int(),
    /** Contacts that were there and stay as they are. */
    unchanged: z.int(),
    /** Lines that are faulty. */
    faulty: z.int(),
    /** The first faults, by line. */
    faults: z.array(
      z.object({
        /** The line of the file. */
        line: z.int(),
        /** The field that is faulty. */
        field: z.string(),
        /** What was expected there. */
        issue: z.string(),
      }),
    ),
  })
  .meta({ id: 'ContactImport' });
/** What an import of contacts came to, or would. */
export type ContactImport = z.output<typeof ContactImport>;
