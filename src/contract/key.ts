import * as z from 'zod';
import { eachOnce, requiredLine, storedLine } from './fields.js';
import { KeyId } from './ids.js';
import { Instant, IsoText, toIso, toIsoOrNull } from './time.js';

/** Undocumented: we chose these names and what each of them opens. */
export const permissions = [
  'contacts:read',
  'contacts:write',
  'campaigns:read',
  'campaigns:write',
  'campaigns:send',
  'analytics:read',
] as const;
/** What a key may do. */
export const Permission = z.enum(permissions, { error: `Expected one of ${permissions.join(', ')}` });
export type Permission = z.output<typeof Permission>;

export const KeyInput = z
  .strictObject({
    name: requiredLine(200).nullish(),
    permissions: z
      .array(Permission)
      .min(1, { error: 'Expected at least one permission' })
      .transform(eachOnce)
      .nullish(),
  })
  .meta({ id: 'KeyInput' });
export type KeyInput = z.output<typeof KeyInput>;

/** Whether a text can be a key: it stands in a header, behind `Bearer` and a blank. */
export const isKey = (text: string): boolean => /^[\u0021-\u007e]+$/.test(text);
export const keyWords = 'letters, digits and signs of ASCII, without blanks';

/** A key as it is stored: its SHA-256 digest in hex, never the key. `hint` is its last four characters. */
export const KeyRecord = z.object({
  id: KeyId,
  name: storedLine,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  hint: storedLine,
  permissions: z.array(Permission),
  /** Who made it: `--api-key`, the workspace itself when it was made, a call, or a play for as long as it goes on. */
  origin: z.enum(['settings', 'workspace', 'call', 'play']),
  created_at: Instant,
  revoked_at: Instant.nullable(),
});
export type KeyRecord = z.output<typeof KeyRecord>;

/** An API key without its secret. */
export const ApiKey = z
  .object({
    /** Such as `key_1a2b3c4d`. */
    id: KeyId,
    /** What it is for. */
    name: z.string(),
    /** What it may do. */
    permissions: z.array(Permission),
    /** Its last four characters. */
    hint: z.string(),
    /** When it was made: UTC, ISO 8601 with whole seconds. */
    created_at: IsoText,
    /** Since when it is refused: ISO 8601; null while it is good. */
    revoked_at: IsoText.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.output<typeof ApiKey>;

export const toApiKey = (record: KeyRecord): ApiKey => ({
  id: record.id,
  name: record.name,
  permissions: record.permissions,
  hint: record.hint,
  created_at: toIso(record.created_at),
  revoked_at: toIsoOrNull(record.revoked_at),
});
