import { Option } from 'commander';
import type { Command } from 'commander';
import { commandName } from '../config/environment.js';
import type { DeliveryMatch, NewWebhook, WebhookFaultsInput } from '../client/webhooks.js';
import type { Delivery } from '../contract/delivery.js';
import { webhookEventTypes } from '../contract/event.js';
import type { WebhookEventType } from '../contract/event.js';
import { parseJsonText } from '../contract/json/json-text.js';
import { retryPresets } from '../contract/retry-schedules.js';
import type { RetryPreset } from '../contract/retry-schedules.js';
import type { Webhook } from '../contract/webhook.js';
import { verifySignature } from '../contract/web/signature.js';
import { given } from '../contract/patch.js';
import { commandGroup, locally, remoteCommand, remotely } from './remote.js';
import { usageError } from './failure.js';
import { readGiven } from './given-file.js';
import { limit, word } from './option-values.js';
import { copied, table } from './table.js';
import type { Paint } from './remote.js';

/** `webhooks`: the endpoints of a workspace and what was sent to them. */
export function webhooksCommand(): Command {
  return commandGroup('webhooks', 'endpoints and what was sent to them')
    .addCommand(list())
    .addCommand(add())
    .addCommand(test())
    .addCommand(deliveries())
    .addCommand(redeliver())
    .addCommand(verify());
}

const list = () =>
  remoteCommand('list', 'list the endpoints').action(
    remotely(async ({ webhooks }) => ({ data: await webhooks.list(), text: endpointTable })),
  );

interface AddOptions {
  event?: WebhookEventType[];
  secret?: string;
  retries?: RetryPreset;
  faults?: string;
}

const eventType = word(webhookEventTypes);
const collect = (value: string, known: string[] = []) => [...known, eventType(value)];

const add = () =>
  remoteCommand('add', 'add an endpoint and print its secret, this once')
    .argument('<url>', 'where deliveries are posted')
    .addOption(
      new Option('--event <type>', 'an event type that it wants (repeatable; all unless given)')
        .choices(webhookEventTypes)
        .argParser(collect),
    )
    .option('--secret <secret>', 'the secret that signs (made up unless given)')
    .addOption(new Option('--retries <preset>', 'how failures are retried').choices(retryPresets))
    .option('--faults <json>', 'what goes wrong on purpose, such as {"duplicate":0.5}')
    .action(
      remotely(async ({ webhooks }, url: string, { event, secret, retries, faults }: AddOptions) => {
        const webhook: NewWebhook = {
          url,
          ...given({ events: event, secret, retries }),
          ...(faults === undefined ? {} : { faults: parsedFaults(faults) }),
        };
        const text = (made: Webhook & { secret: string }, { dim }: Paint) =>
          `${made.id}  ${made.url}\n${dim('secret')}  ${made.secret}`;
        return { data: await webhooks.add(webhook), text };
      }),
    );

function parsedFaults(text: string): WebhookFaultsInput {
  try {
    return parseJsonText(text) as WebhookFaultsInput;
  } catch {
    throw usageError(`--faults: expected JSON such as {"duplicate":0.5}, got "${text}"`);
  }
}

const test = () =>
  remoteCommand('test', 'send an example event to an endpoint')
    .argument('<id>', 'the endpoint')
    .addOption(new Option('--event <type>', 'the event type').choices(webhookEventTypes))
    .action(
      remotely(async ({ webhooks }, id: string, { event }: { event?: WebhookEventType }) =>
        outputOf(await webhooks.test(id, event)),
      ),
    );

const deliveries = () =>
  remoteCommand('deliveries', 'list deliveries, newest first')
    .option('--webhook <id>', 'of this endpoint')
    .option('--event <id|type>', 'of this event or event type')
    .addOption(
      new Option('--status <status>', 'with this status').choices(['pending', 'succeeded', 'failed']),
    )
    .option('--limit <n>', 'how many at most', limit, 20)
    .action(
      remotely(
        async ({ webhooks }, { webhook, event, status, limit: most }: DeliveryMatch & { limit: number }) => {
          const match = { webhook, event, status };
          return { data: await webhooks.deliveries({ ...given(match), limit: most }), text: deliveryTable };
        },
      ),
    );

const redeliver = () =>
  remoteCommand('redeliver', 'make the next attempt of a delivery now')
    .argument('<id>', 'the delivery')
    .action(remotely(async ({ webhooks }, id: string) => outputOf(await webhooks.redeliver(id))));

interface VerifyOptions {
  signature: string;
  secret?: string;
  webhook?: string;
}

const verify = () =>
  remoteCommand('verify', 'say whether a signature is right and, if not, why')
    .argument('<file>', 'the body as it was received; - is stdin')
    .requiredOption('--signature <value>', 'the value of the signature header')
    .option('--secret <secret>', 'the secret of the endpoint')
    .option('--webhook <id>', 'the endpoint, in place of its secret')
    .action(
      locally(async (connect, file: string, { signature, secret, webhook }: VerifyOptions) => {
        if (secret === undefined && webhook === undefined) throw usageError('expected --secret or --webhook');
        const payload = readGiven(file);
        // With the secret at hand no emulator is needed.
        const data =
          webhook === undefined
            ? verifySignature({ payload, signature, secret: secret ?? '' })
            : await (await connect()).webhooks.verify({ payload, signature, webhook, ...given({ secret }) });
        const text = ({ valid, reason }: typeof data, { good, bad }: Paint) =>
          `${valid ? good('valid') : bad('not valid')}  ${reason}`;
        return { data, text, code: data.valid ? 0 : 1 };
      }),
    );

function endpointTable(webhooks: Webhook[], paint: Paint): string {
  if (webhooks.length === 0) return `No endpoints. Add one with: ${commandName()} webhooks add URL`;
  const rows = webhooks.map(({ id, url, enabled, disabled_reason, retries, events, faults }) => [
    id,
    enabled ? paint.good('enabled') : paint.bad('disabled'),
    url,
    events.length === webhookEventTypes.length ? 'all' : events.join(','),
    retries,
    faults ? 'on' : 'off',
    disabled_reason ?? '',
  ]);
  return table([copied('id'), 'state', copied('url'), 'events', 'retries', 'faults', ''], rows, paint);
}

function rowOf(
  { id, event_type, status, attempts, created_at, next_attempt_at }: Delivery,
  paint: Paint,
): string[] {
  const last = attempts.at(-1);
  const answer = last?.error ?? (last?.status ? String(last.status) : '');
  const shown = { pending: paint.dim, succeeded: paint.good, failed: paint.bad }[status](status);
  const next = next_attempt_at ? `next ${next_attempt_at}` : '';
  return [
    id,
    created_at,
    event_type,
    shown,
    String(attempts.length),
    [answer, next].filter(Boolean).join(', '),
  ];
}

const deliveryHeads = [copied('id'), 'at', 'event', 'status', 'attempts', 'answer'];

const deliveryTable = (rows: Delivery[], paint: Paint): string =>
  rows.length === 0
    ? 'No deliveries.'
    : table(
        deliveryHeads,
        rows.map((row) => rowOf(row, paint)),
        paint,
      );

const outputOf = (data: Delivery) => ({
  data,
  text: (delivery: Delivery, paint: Paint) => deliveryTable([delivery], paint),
  code: data.status === 'succeeded' ? (0 as const) : (1 as const),
});
