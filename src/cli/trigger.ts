import { Argument } from 'commander';
import type { Command } from 'commander';
import type { TriggerTarget } from '../client/connection.js';
import { EventType } from '../contract/event.js';
import type { LogEvent } from '../contract/event.js';
import { given } from '../contract/patch.js';
import { suggested } from './completion.js';
import { remoteCommand, remotely } from './remote.js';
import { usageError } from './failure.js';
import type { Paint } from './remote.js';

/** `email.opened`, or `opened` for short. */
function eventOf(text: string): EventType {
  const name = text.startsWith('email.') ? text : `email.${text}`;
  const known = EventType.options.find((type) => type === name);
  if (known) return known;
  throw usageError(`expected an event, one of ${EventType.options.join(', ')}; got "${text}"`);
}

/** `trigger EVENT --to …`: lets an event happen, with a mail of its own where there is none. */
export function triggerCommand(): Command {
  return remoteCommand('trigger', 'let an event happen; a mail is sent for it where there is none')
    .addArgument(
      suggested(new Argument('<event>', `${EventType.options.join(', ')}; "email." may be left out`), [
        ...EventType.options.map((type) => type.replace('email.', '')),
        ...EventType.options,
      ]),
    )
    .requiredOption('--to <address>', 'the recipient')
    .option('--campaign <id>', 'a campaign that has sent to this address')
    .option('--link <url>', 'the link that is clicked')
    .action(
      remotely(
        async (
          { trigger },
          event: string,
          { to, campaign, link }: { to: string; campaign?: string; link?: string },
        ) => {
          const target: TriggerTarget = { to, ...given({ campaign, url: link }) };
          const text = ({ id, type, data }: LogEvent, { good, dim }: Paint) =>
            `${good(type)}  ${data.email}  ${dim(`${id} ${data.message_id}`)}`;
          return { data: await trigger(eventOf(event), target), text };
        },
      ),
    );
}
