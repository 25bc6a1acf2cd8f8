/** What a `PUT` may say of a record: an absent field stays, null clears it. */
export type PatchOf<R> = { [K in keyof R]?: R[K] | null | undefined };

/** The record with every field that the patch names. `cleared` holds what null makes of a field; null stays where it has none. */
export function applyPatch<R extends object>(record: R, patch: PatchOf<R>, cleared: Partial<R> = {}): R {
  const empty: Readonly<Record<string, unknown>> = { ...cleared };
  const named = Object.entries(patch).filter(([, value]) => value !== undefined);
  return {
    ...record,
    ...Object.fromEntries(named.map(([field, value]) => [field, value ?? empty[field] ?? null])),
  };
}
