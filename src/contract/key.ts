import * as z from 'zod';
import { requiredLine, storedLine } from './fields.js';
import { KeyId } from './ids.js';
import { Instant, toIso, toIsoOrNull } from './time.js';

/** Undocumented: we chose these names and what each of them opens. */
export const permissions = [
  'contacts:read',
  'contacts:write',
  'campaigns:read',
  'campaigns:write',
  'campaigns:send',
  'analytics:read',
] as const;
export const Permission = z.enum(permissions, { error: `Expected one of ${permissions.join(', ')}` });
export type Permission = z.output<typeof Permission>;

export const KeyInput = z
  .strictObject({
    name: requiredLine(200).nullish(),
    permissions: z.array(Permission).min(1, { error: 'Expected at least one permission' }).nullish(),
  })
  .meta({ id: 'KeyInput' });
export type KeyInput = z.output<typeof KeyInput>;

/** A key as it is stored: its SHA-256 digest in hex, never the key. `hint` is its last four characters. */
export const KeyRecord = z.object({
  id: KeyId,
  name: storedLine,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  hint: storedLine,
  permissions: z.array(Permission),
  origin: z.enum(['settings', 'call']),
  created_at: Instant,
  revoked_at: Instant.nullable(),
});
export type KeyRecord = z.output<typeof KeyRecord>;

export const ApiKey = z
  .object({
    id: KeyId,
    name: z.string(),
    permissions: z.array(Permission),
    hint: z.string(),
    created_at: z.string(),
    revoked_at: z.string().nullable(),
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
