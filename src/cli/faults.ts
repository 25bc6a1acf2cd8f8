import type { Command } from 'commander';
import { commandName } from '../config/environment.js';
import type { CreatedFault, Fault, NewFault } from '../contract/fault.js';
import { given } from '../contract/patch.js';
import { usageError } from './failure.js';
import { duration, jsonObject, wholeNumberFrom } from './option-values.js';
import { commandGroup, locally, remoteCommand, remotely } from './remote.js';
import type { Paint } from './remote.js';
import { copied, table } from './table.js';

/** `faults`: calls and SMTP sessions that fail on purpose. */
export function faultsCommand(): Command {
  return commandGroup('faults', 'calls and SMTP sessions that fail on purpose')
    .addCommand(list())
    .addCommand(add())
    .addCommand(clear());
}

/** What a rule is for, and what it does. */
function wordsOf(fault: Fault): [string, string] {
  if ('smtp' in fault) {
    const { stage, reply, delay } = fault.smtp;
    return [`SMTP ${stage}`, reply ?? `held back ${delay} ms`];
  }
  const { match, respond, socket, delay } = fault;
  const deed = respond ? `answers ${respond.status}` : socket;
  return [
    `${match.method} ${match.path}`,
    [deed, ...(delay > 0 ? [`held back ${delay} ms`] : [])].filter(Boolean).join(', '),
  ];
}

const rows = (faults: readonly Fault[], paint: Paint): string =>
  faults.length === 0
    ? `No faults. Add one with: ${commandName()} faults add --path /v2/contacts --status 500`
    : table(
        [copied('id'), 'for', 'does', 'times', 'hits'],
        faults.map((fault) => [
          paint.dim(fault.id),
          ...wordsOf(fault),
          fault.times === null ? 'always' : String(fault.times),
          String(fault.hits),
        ]),
        paint,
      );

const list = () =>
  remoteCommand('list', 'list the rules').action(
    remotely(async ({ faults }) => ({ data: await faults.list(), text: rows })),
  );

interface AddOptions {
  rule?: unknown;
  method?: string;
  path?: string;
  status?: number;
  delay?: number;
  times?: number;
}

function ruleOf({ rule, method, path, status, delay, times }: AddOptions): NewFault {
  const byFlags = given({ method, path, status, delay, times });
  const [other] = Object.keys(byFlags);
  if (rule !== undefined && other !== undefined)
    throw usageError(`--rule: expected a whole rule alone, without --${other}`);
  if (rule !== undefined) return rule as NewFault;
  if (status === undefined && delay === undefined)
    throw usageError('faults add: expected --status, --delay or --rule');
  return {
    match: given({ method, path }),
    ...(status === undefined ? {} : { respond: { status } }),
    ...given({ delay, times }),
  };
}

const add = () =>
  remoteCommand('add', 'add a rule, by flags or as JSON')
    .option('--method <method>', 'calls of this method')
    .option('--path <pattern>', 'calls of this path; * is one segment, ** any number')
    .option('--status <status>', 'answer with this status', wholeNumberFrom(400, 599))
    .option('--delay <duration>', 'hold the answer back, such as 2s, or milliseconds', duration)
    .option('--times <n>', 'so many times; always unless given', wholeNumberFrom(1, 1_000_000))
    .option(
      '--rule <json>',
      'a whole rule, such as {"smtp":{"stage":"rcpt","reply":"452 4.2.2 Full"}}',
      jsonObject,
    )
    .action(
      locally(async (connect, options: AddOptions) => {
        const rule = ruleOf(options);
        const data = await (await connect()).faults.add(rule);
        const text = (fault: CreatedFault, paint: Paint) =>
          [
            `${paint.good(fault.id)}  ${wordsOf(fault).join('  ')}`,
            ...fault.warnings.map((warning) => paint.bad(warning)),
          ].join('\n');
        return { data, text };
      }),
    );

const clear = () =>
  remoteCommand('clear', 'take all rules away').action(
    remotely(async ({ faults }) => {
      await faults.clear();
      return { data: { cleared: true }, text: () => 'There are no faults now' };
    }),
  );
