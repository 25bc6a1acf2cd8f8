import { createHash } from 'node:crypto';
import { AppError, notFound } from '../../contract/errors.js';
import { permissions } from '../../contract/key.js';
import type { KeyInput, KeyRecord } from '../../contract/key.js';
import type { Clock } from '../time/clock.js';
import type { Store, Tx } from '../ports/ports.js';
import type { Random } from '../time/random.js';

/** API keys of a workspace: shown once, kept as digests. */
export interface Keys {
  /** Newest first. */
  list(): KeyRecord[];
  /** Makes a key; `given` in place of a new one (a fixture's). */
  create(input: KeyInput, given?: string): { record: KeyRecord; key: string };
  /** Makes the key of a play, in place of the one before. */
  createForPlay(): string;
  /** Removes the key of a play, as if it had never been. */
  removeOfPlay(): void;
  /** Creates the first key of a workspace that a call created. A reset keeps it, like the keys of the settings. */
  createInitial(): string;
  revoke(id: string): KeyRecord;
  /** The record of a key, revoked ones included; undefined where the workspace does not have it. */
  find(digest: string): KeyRecord | undefined;
  /** Adds and removes keys with full access until those of the settings are exactly these. */
  syncWithSettings(keys: readonly string[]): void;
}

/** The name of a key that is given none. */
export const defaultKeyName = 'API key';

export const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex');

export interface KeysDeps {
  store: Store;
  clock: Clock;
  random: Random;
}

export function createKeys({ store, clock, random }: KeysDeps): Keys {
  const recordOf = (key: string, rest: Pick<KeyRecord, 'name' | 'permissions' | 'origin'>): KeyRecord => ({
    id: store.newId('key'),
    name: rest.name,
    digest: digestOf(key),
    hint: key.slice(-4),
    permissions: rest.permissions,
    origin: rest.origin,
    created_at: clock.now(),
    revoked_at: null,
  });
  const removeOfPlay = (tx: Tx) => {
    for (const { id, origin } of store.keys.values()) if (origin === 'play') tx.remove('keys', id);
  };
  const newKey = () => `md_test_${random.base36(32)}`;
  return {
    list: () => [...store.keys.values()].reverse(),
    create(input, given) {
      const key = given ?? newKey();
      const name = input.name ?? defaultKeyName;
      const record = recordOf(key, {
        name,
        permissions: input.permissions ?? [...permissions],
        origin: 'call',
      });
      const known = store.keys.byDigest(record.digest);
      // The same text is the same key. That of the settings has full access, whatever a data set says.
      const named = known?.origin === 'call' ? { name, permissions: record.permissions } : {};
      const kept = known ? { ...known, ...named, revoked_at: null } : record;
      store.commit((tx) => tx.put('keys', kept));
      return { record: kept, key };
    },
    createInitial() {
      const key = newKey();
      const name = 'Made with the workspace';
      const record = recordOf(key, { name, permissions: [...permissions], origin: 'workspace' });
      store.commit((tx) => tx.put('keys', record));
      return key;
    },
    createForPlay() {
      const key = newKey();
      const name = 'Application of the play';
      const record = recordOf(key, { name, permissions: [...permissions], origin: 'play' });
      store.commit((tx) => {
        removeOfPlay(tx);
        tx.put('keys', record);
      });
      return key;
    },
    removeOfPlay() {
      if ([...store.keys.values()].some(({ origin }) => origin === 'play')) store.commit(removeOfPlay);
    },
    revoke(id) {
      const record = store.keys.get(id);
      if (!record) throw notFound('key', id);
      if (record.revoked_at !== null) {
        throw new AppError('INVALID_REQUEST', `The key ${id} is revoked already`, {
          field: 'id',
          issue: 'Expected a key that is not revoked',
        });
      }
      const revoked = { ...record, revoked_at: clock.now() };
      store.commit((tx) => tx.put('keys', revoked));
      return revoked;
    },
    find: (digest) => store.keys.byDigest(digest),
    syncWithSettings(keys) {
      const wanted = new Map(keys.map((key) => [digestOf(key), key]));
      store.commit((tx) => {
        for (const known of store.keys.values()) {
          if (known.origin !== 'settings') continue;
          if (!wanted.delete(known.digest)) tx.remove('keys', known.id);
        }
        for (const key of wanted.values()) {
          const name = 'From --api-key';
          const record = recordOf(key, { name, permissions: [...permissions], origin: 'settings' });
          // A call may have made it in an earlier run.
          tx.put('keys', { ...record, id: store.keys.byDigest(record.digest)?.id ?? record.id });
        }
      });
    },
  };
}
