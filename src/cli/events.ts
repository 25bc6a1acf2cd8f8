import { Option } from 'commander';
import type { Command } from 'commander';
import type { EventMatch } from '../client/connection.js';
import { EventType } from '../contract/event.js';
import type { LogEvent } from '../contract/event.js';
import { given } from '../contract/patch.js';
import { limit } from './option-values.js';
import { remoteCommand, remotely } from './remote.js';
import type { Paint } from './remote.js';
import { copied, table } from './table.js';

const rows = (events: readonly LogEvent[], paint: Paint): string =>
  events.length === 0
    ? paint.dim('No events')
    : table(
        ['at', 'type', 'address', copied('message'), 'detail'],
        events.map(({ created_at, type, data }) => [
          created_at,
          type,
          data.email,
          paint.dim(data.message_id),
          data.url ?? data.bounce?.diagnostic ?? '',
        ]),
        paint,
      );

type Options = Pick<EventMatch, 'type' | 'campaign' | 'contact' | 'message'> & { limit: number };

/** `events`: what happened to mail. */
export const eventsCommand = (): Command =>
  remoteCommand('events', 'list what happened to mail, oldest first')
    .addOption(new Option('--type <type>', 'of this type').choices(EventType.options))
    .option('--campaign <id>', 'of this campaign')
    .option('--contact <id>', 'of this contact')
    .option('--message <id>', 'of this mail')
    .option('--limit <n>', 'how many at most', limit, 500)
    .action(
      remotely(async ({ events }, { type, campaign, contact, message, limit: most }: Options) => {
        const match = { type, campaign, contact, message };
        return { data: await events.list({ ...given(match), limit: most }), text: rows };
      }),
    );
