import { countWords } from '../contract/text/count-words.js';
import type { WorkspaceCounts, WorkspaceState } from '../contract/workspace.js';
import type { Paint } from './remote.js';

/** What there is of everything, in a line. */
export const countsLine = ({ contacts, campaigns, messages }: WorkspaceCounts): string =>
  [countWords(contacts, 'contact'), countWords(campaigns, 'campaign'), countWords(messages, 'message')].join(
    ', ',
  );

/** As `countsLine`, with the events. */
export const countsWithEvents = (counts: WorkspaceCounts): string =>
  `${countsLine(counts)}, ${countWords(counts.events, 'event')}`;

/** What a workspace holds, in a line. */
export const workspaceLine = ({ id, counts }: WorkspaceState, { dim }: Paint): string =>
  `${id}  ${dim(countsLine(counts))}`;
