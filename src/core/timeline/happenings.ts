import type { ApiCall } from '../../contract/request.js';
import type { Attempt, DeliveryRecord } from '../../contract/delivery.js';
import type { EventRecord } from '../../contract/event.js';
import type { MessageRecord } from '../../contract/message.js';
import { code as codeOf, ms } from './markdown.js';

const code = (text: string): string => codeOf(text, 300);

export function callLine({ id, method, path, query, status, duration_ms, error, warnings }: ApiCall): string {
  const fault = error
    ? ` ${code([error.field, error.issue ?? error.message].filter(Boolean).join(': '))}`
    : '';
  const warned = warnings.map((warning) => `, warning ${code(warning)}`).join('');
  const target = code(`${method} ${path}${query === '' ? '' : `?${query}`}`);
  return `call ${target}: ${status ?? 'no answer'} in ${ms(duration_ms)}${fault}${warned} (${id})`;
}

export const mailLine = ({ id, from, to, subject }: MessageRecord): string =>
  `mail from outside ${code(subject)} from ${code(from.address)} to ${to.map(({ address }) => code(address)).join(', ') || '(nobody)'} (${id})`;

export function eventLine({ id, type, data }: EventRecord): string {
  const details = [data.url, data.bounce?.diagnostic].flatMap((text) => (text ? [code(text)] : []));
  const machine = data.bot ? ['by a machine'] : [];
  return [`**${type}**`, code(data.email), ...machine, ...details, `(${data.message_id}, ${id})`].join(' ');
}

export function attemptLine(
  { id, event_type, event_id }: DeliveryRecord,
  { number, status, error, duration_ms }: Attempt,
  url: string | undefined,
): string {
  const answer = error === null ? (status ?? 'no answer') : code(error);
  const target = code(url ?? 'an endpoint that is gone');
  return `webhook ${target} attempt ${number} of ${event_type}: ${answer} in ${ms(duration_ms)} (${id}, ${event_id})`;
}
