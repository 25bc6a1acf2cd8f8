import type { SkippedRow, SnapshotInfo } from '../contract/snapshot.js';
import type { WorkspaceState } from '../contract/workspace.js';
import type { Bytes, ControlClient } from './http.js';

/**
 * Named states of the workspace, to go back to: everything in it, the clock included, with pending mail and deliveries. They are kept
 * as long as the workspace is.
 */
export interface SnapshotsClient {
  /** The one that was saved last first. */
  list(): Promise<SnapshotInfo[]>;
  /** Keeps the state under a name, in place of what had it. */
  save(name: string): Promise<SnapshotInfo>;
  /** Goes back; what is under way ends with the state that is left. Rejects with the names that there are. */
  restore(name: string): Promise<SnapshotInfo>;
  /** Deletes a snapshot. Rejects with an `EmulatorError` (404) where there is none. */
  delete(name: string): Promise<void>;
}

/** What the workspace holds after an import, and what of the file it does not. */
export interface Imported extends WorkspaceState {
  /** Keys and endpoints that were not taken over, and why. */
  skipped: SkippedRow[];
}

/** How an import is taken in. */
export interface ImportOptions {
  /** False takes it into an empty workspace only; true unless given. */
  replace?: boolean;
}

/** A whole workspace as one file. */
export interface TransferClient {
  /** The whole workspace as one file of JSON, raw mail and secrets of endpoints included. */
  export(): Promise<Bytes>;
  /** As `export`, piece by piece, for what is too large to be held. */
  exportStream(): Promise<AsyncIterable<Uint8Array>>;
  /**
   * Puts an export in the place of the whole workspace. A fault in it rejects with its line and field (`details`), and
   * nothing is changed then.
   */
  import(file: string | Uint8Array | AsyncIterable<Uint8Array>, options?: ImportOptions): Promise<Imported>;
}

export const snapshotsOf = ({ call }: ControlClient): SnapshotsClient => {
  const path = (name: string) => `/snapshots/${encodeURIComponent(name)}`;
  return {
    list: () => call('/snapshots'),
    save: (name) => call(path(name), { method: 'PUT' }),
    restore: (name) => call(`${path(name)}/restore`, { method: 'POST' }),
    delete: async (name) => void (await call(path(name), { method: 'DELETE' })),
  };
};

export const transferOf = ({ bytes, stream, upload }: ControlClient): TransferClient => ({
  export: () => bytes('/export'),
  exportStream: () => stream('/export'),
  import: (file, { replace = true } = {}) => upload('/import', file, { query: { replace } }),
});
