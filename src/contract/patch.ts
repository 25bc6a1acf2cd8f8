/** What a `PUT` may say of a record: an absent field stays, null clears it. */
export type PatchOf<R> = { [K in keyof R]?: R[K] | null | undefined };

/** What was given of some fields, be it empty. */
export const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** The record with every field that the patch names. `cleared` holds what null makes of a field; null stays where it has none. */
export function applyPatch<R extends object>(record: R, patch: PatchOf<R>, cleared: Partial<R> = {}): R {
  const empty: Readonly<Record<string, unknown>> = { ...cleared };
  const named = Object.entries(given(patch));
  return {
    ...record,
    ...Object.fromEntries(named.map(([field, value]) => [field, value ?? empty[field] ?? null])),
  };
}
