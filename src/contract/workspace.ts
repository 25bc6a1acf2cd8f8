import * as z from 'zod';
import { Count } from './count.js';

/** How much of everything there is in a workspace. */
export const WorkspaceCounts = z.object({
  /** Contacts of the workspace. */
  contacts: Count,
  /** Campaigns of the workspace. */
  campaigns: Count,
  /** Mails in the inbox. */
  messages: Count,
  /** Mails that nobody has looked at. */
  unread: Count,
  /** Events in the log. */
  events: Count,
});
/** How much of everything there is in a workspace. */
export type WorkspaceCounts = z.output<typeof WorkspaceCounts>;

/** What a workspace holds. */
export const WorkspaceState = z.object({
  /** The id of the workspace. */
  id: z.string(),
  /** How much of everything there is. */
  counts: WorkspaceCounts,
});
/** What a workspace holds. */
export type WorkspaceState = z.output<typeof WorkspaceState>;

/** A workspace just made, with its key; shown this once. */
export const CreatedWorkspace = z.object({
  /** The id of the workspace. */
  id: z.string(),
  /** Its key, with all permissions. */
  api_key: z.string(),
  /** The login by which mail reaches it. */
  smtp: z.object({ user: z.string(), pass: z.string() }),
});
export type CreatedWorkspace = z.output<typeof CreatedWorkspace>;
