import { folded } from '../../contract/text/folding.js';
import { invalidField } from '../../contract/errors.js';
import { BounceType, MessageKind, MessageStatus } from '../../contract/message.js';
import type { MessageRecord } from '../../contract/message.js';
import { parseRfc3339 } from '../../contract/rfc3339.js';
import { recipientsOf, sendersOf } from '../messages/search-text.js';

export type MessagePredicate = (message: MessageRecord) => boolean;

const states: ReadonlyMap<string, MessagePredicate> = new Map([
  ['unread', ({ unread }) => unread],
  ['read', ({ unread }) => !unread],
  ['opened', ({ opens }) => opens > 0],
  ['clicked', ({ clicks }) => clicks > 0],
  ['bounced', ({ status }) => status === 'bounced'],
  ['unsubscribed', ({ unsubscribed }) => unsubscribed],
  ['spam', ({ spam_reported }) => spam_reported],
]);

const listed = (operator: string, values: Iterable<string>): string =>
  `Expected ${[...values].map((value) => `${operator}:${value}`).join(', ')}`;

const dateIssue = (operator: string) =>
  `Expected a date or time after ${operator}:, such as 2024-03-25 or 2024-03-25T10:00:00Z`;

/** The moment that a date, or a time with or without a zone, says; UTC without one. Throws a 400 for any other value. */
export function dateOf(operator: string, value: string): number {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)(?:[t ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/i.exec(value) ?? [];
  const at = parseRfc3339(date === undefined ? value : `${date}T${time ?? '00:00:00'}Z`);
  if (at === null) throw invalidField('q', dateIssue(operator));
  return at;
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

function bytesOf(operator: string, value: string): number {
  const match = /^(\d{1,12}(?:\.\d{1,3})?)([kmg]?)b?$/.exec(value);
  if (!match) throw invalidField('q', `Expected a size after ${operator}:, such as 100k or 2m`);
  return Number(match[1]) * (units[match[2] ?? ''] ?? 1);
}

function statusOf(value: string): MessagePredicate {
  if (!MessageStatus.options.some((status) => status === value))
    throw invalidField('q', listed('status', MessageStatus.options));
  return (message) => message.status === value;
}

function kindOf(value: string): MessagePredicate {
  if (!MessageKind.options.some((kind) => kind === value))
    throw invalidField('q', listed('kind', MessageKind.options));
  return (message) => message.kind === value;
}

function stateOf(value: string): MessagePredicate {
  const test = states.get(value);
  if (!test) throw invalidField('q', listed('is', states.keys()));
  return test;
}

/** Why mail bounced: its type, code and status (`hard 550 5.1.1`), or those of them that stand beside each other. */
function bouncedFor(value: string): MessagePredicate {
  if (!BounceType.options.some((type) => type === value) && !/\d/.test(value))
    throw invalidField('q', `${listed('bounce', BounceType.options)}, bounce:550 or bounce:5.1.1`);
  return ({ status, bounce }) =>
    status === 'bounced' &&
    bounce !== null &&
    folded(` ${bounce.type} ${bounce.smtp_code} ${bounce.status} `).includes(` ${value} `);
}

function having(value: string): MessagePredicate {
  if (value !== 'attachment') throw invalidField('q', listed('has', ['attachment']));
  return (message) => message.attachment_count > 0;
}

const part =
  (textsOf: (message: MessageRecord) => readonly string[]) =>
  (value: string): MessagePredicate =>
  (message) =>
    textsOf(message).some((text) => folded(text).includes(value));

function before(value: string): MessagePredicate {
  const at = dateOf('before', value);
  return (message) => message.received_at < at;
}
function after(value: string): MessagePredicate {
  const at = dateOf('after', value);
  return (message) => message.received_at >= at;
}
function larger(value: string): MessagePredicate {
  const bytes = bytesOf('larger', value);
  return (message) => message.size > bytes;
}
function smaller(value: string): MessagePredicate {
  const bytes = bytesOf('smaller', value);
  return (message) => message.size < bytes;
}

/** Tests of a row by operator, as `to:` or as a parameter. Values come in lower case, in NFC, with single spaces. */
export const rowOperators: ReadonlyMap<string, (value: string) => MessagePredicate> = new Map([
  ['from', part(sendersOf)],
  ['to', part(recipientsOf)],
  ['subject', part(({ subject }) => [subject])],
  ['contact', (value) => (message) => message.contact_id === value],
  ['status', statusOf],
  ['kind', kindOf],
  ['id', (value) => (message) => message.id === value],
  ['has', having],
  ['is', stateOf],
  ['bounce', bouncedFor],
  ['before', before],
  ['after', after],
  ['larger', larger],
  ['smaller', smaller],
]);

const anyText: ReadonlySet<string> = new Set([
  'from',
  'to',
  'subject',
  'contact',
  'id',
  'campaign',
  'header',
]);

/** Whether an operator takes only some values, of which its 400 tells. */
export const hasOwnValues = (name: string): boolean => !anyText.has(name);

const names = [...rowOperators.keys(), 'campaign', 'header'];

/** Throws a 400 for an operator that is none. */
export function requireOperator(name: string): void {
  if (names.includes(name)) return;
  throw invalidField(
    'q',
    `Expected one of ${names.map((known) => `${known}:`).join(' ')} in place of ${name}:, or the whole in quotes`,
  );
}
