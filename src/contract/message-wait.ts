import { AppError } from './errors.js';

/** For how many a wait is, and how long it takes at most, in real milliseconds. */
export const waitBounds = {
  count: { least: 1, most: 500, usual: 1 },
  timeout: { least: 0, most: 60_000, usual: 4000 },
} as const;

/** How many messages a call may name by their ids. */
export const mostIds = 500;

/** A wait in vain looks for the nearest misses among so many of the newest mails. */
export const newestLookedAt = 200;
const mostNamed = 5;

/** A mail that did arrive. */
export interface SeenMail {
  id: string;
  to: string[];
  from: string;
  subject: string;
  received_at: string;
}

interface MailHead extends Pick<SeenMail, 'id' | 'subject' | 'received_at'> {
  from: { address: string };
  envelope: { to: string[] };
}

const toSeen = ({ id, from, subject, envelope, received_at }: MailHead): SeenMail => ({
  id,
  to: envelope.to,
  from: from.address,
  subject,
  received_at,
});

/** The mails that come nearest, nearest first, of equal ones the newest first. */
export const nearestOf = <T>(mails: readonly T[], pointsOf: (mail: T) => number): T[] =>
  mails
    .map((mail) => ({ mail, points: pointsOf(mail) }))
    .sort((a, b) => b.points - a.points)
    .slice(0, mostNamed)
    .map(({ mail }) => mail);

/** What a wait for mail saw when its time was up. */
export interface VainWait {
  /** What the mail was to match, by field. */
  wanted: Readonly<Record<string, string | RegExp | undefined>>;
  found: number;
  count: number;
  timeout: number;
  /** How many mails there are. */
  total: number;
  /** How many of them are not read yet, so that nobody knows whether they match. */
  pending?: number;
  nearest: readonly MailHead[];
}

/** What a wait for mail fails with, be it the emulator that waited or a client: a 404. */
export function mailNotArrived({
  wanted,
  found,
  count,
  timeout,
  total,
  pending = 0,
  nearest,
}: VainWait): AppError {
  const fields = Object.entries(wanted).sort(([a], [b]) => (a < b ? -1 : 1));
  const words = fields.flatMap(([field, value]) =>
    value === undefined ? [] : [`${field} ${String(value)}`],
  );
  return new AppError(
    'RESOURCE_NOT_FOUND',
    `${found} of ${count} matching messages arrived within ${timeout} ms; the inbox has ${total}${pending === 0 ? '' : `, and ${pending} still being read`}`,
    {
      field: 'count',
      issue: `Expected more messages${words.length === 0 ? '' : ` with ${words.join(', ')}`}`,
      nearest: nearest.map(toSeen),
    },
  );
}
