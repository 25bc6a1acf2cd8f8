import type { KeyRecord } from '../../contract/key.js';
import { createCollection, uniqueIndex } from './collection.js';

export function keyTable() {
  const digests = uniqueIndex<KeyRecord>((row) => row.digest);
  const rows = createCollection<KeyRecord>([digests]);
  return { rows, view: Object.assign(rows, { byDigest: (digest: string) => digests.get(digest) }) };
}
