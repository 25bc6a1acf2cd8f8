import type { ControlClient } from './http.js';

/** What a workspace holds. */
export interface WorkspaceState {
  id: string;
  counts: { contacts: number; campaigns: number; messages: number; unread: number; events: number };
}

export interface WorkspaceClient {
  /** How much of everything the workspace holds. */
  counts(): Promise<WorkspaceState['counts']>;
  /** Loads a data set: a bundled one by name, or a whole one; `replace` empties the workspace first. */
  seed(source: ({ name: string } | { fixture: unknown }) & { replace?: boolean }): Promise<WorkspaceState>;
  /** Empties this workspace, or fills it as at the start; keys and endpoints made by calls stay unless `all`. */
  reset(options?: { to?: 'empty' | 'fixtures'; all?: boolean }): Promise<WorkspaceState>;
}

export const workspaceOf = ({ call }: ControlClient): WorkspaceClient => ({
  counts: async () => (await call<{ workspace: WorkspaceState }>('/info')).workspace.counts,
  seed: (source) => call('/fixtures', { method: 'POST', body: source }),
  reset: (options = {}) => call('/reset', { method: 'POST', body: options }),
});
