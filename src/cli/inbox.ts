import type { Command } from 'commander';
import type { MessageMatch } from '../client/connection.js';
import type { Message, MessageSummary } from '../contract/message.js';
import { waitBounds } from '../contract/message-wait.js';
import { given } from '../contract/patch.js';
import { commandGroup, remoteCommand, remotely } from './remote.js';
import { durationUpTo, limit } from './option-values.js';
import { copied, table } from './table.js';
import type { Paint } from './remote.js';

/** `inbox`: what has arrived. */
export function inboxCommand(): Command {
  return commandGroup('inbox', 'the mail that arrived')
    .addCommand(list())
    .addCommand(show())
    .addCommand(wait());
}

type MatchOptions = Pick<MessageMatch, 'to' | 'from' | 'subject' | 'q'>;

const withMatch = (command: Command): Command =>
  command
    .option('--to <text>', 'a part of the recipients')
    .option('--from <text>', 'a part of the sender')
    .option('--subject <text>', 'a part of the subject')
    .option('--q <query>', 'a query, such as "is:unread -subject:invoice"');

const matchOf = ({ to, from, subject, q }: MatchOptions): MessageMatch => given({ to, from, subject, q });

function rows(messages: readonly MessageSummary[], paint: Paint): string {
  if (messages.length === 0) return paint.dim('No mail');
  const status = ({ status: name }: MessageSummary) =>
    name === 'bounced' ? paint.bad(name) : paint.good(name);
  return table(
    [copied('id'), 'at', 'to', 'subject', 'status'],
    messages.map((message) => [
      paint.dim(message.id),
      message.received_at,
      message.to.map(({ address }) => address).join(', '),
      message.subject,
      status(message),
    ]),
    paint,
  );
}

function page(message: Message, { dim }: Paint): string {
  const line = (name: string, value: string) => `${dim(name.padEnd(9))}${value}`;
  return [
    line('Subject', message.subject),
    line('From', `${message.from.name} <${message.from.address}>`.trim()),
    line('To', message.to.map(({ address }) => address).join(', ')),
    line('Status', message.bounce ? `${message.status}: ${message.bounce.diagnostic}` : message.status),
    ...message.codes.map((code) => line('Code', code)),
    ...message.links.map(({ url }) => line('Link', url)),
    '',
    message.text ?? message.html ?? '',
  ].join('\n');
}

const list = () =>
  withMatch(remoteCommand('list', 'list mail, newest first'))
    .option('--limit <n>', 'how many at most', limit, 50)
    .action(
      remotely(async ({ inbox }, { limit: most, ...match }: MatchOptions & { limit: number }) => ({
        data: await inbox.list({ ...matchOf(match), limit: most }),
        text: rows,
      })),
    );

const show = () =>
  remoteCommand('show', 'show a mail')
    .argument('<id>', 'the id of a mail')
    .action(remotely(async ({ inbox }, id: string) => ({ data: await inbox.get(id), text: page })));

const longestWait = waitBounds.timeout.most / 1000;

const wait = () =>
  withMatch(remoteCommand('wait', 'wait for a mail and show it; fails with what did arrive'))
    .option(
      '--timeout <duration>',
      `how long, such as 30s, or milliseconds; at most ${longestWait}s`,
      durationUpTo(longestWait),
      waitBounds.timeout.usual,
    )
    .action(
      remotely(async ({ inbox }, { timeout, ...match }: MatchOptions & { timeout: number }) => ({
        data: await inbox.waitFor(matchOf(match), { timeout }),
        text: page,
      })),
    );
